// What keeps the slides and the speaker's window in step. Where a broadcast does not connect, as between files that a
// browser holds for strangers, messages go from window to window. Both may arrive: they tell a state, not a step.

function channelOf(id, hear) {
  const broadcast = "BroadcastChannel" in window ? new BroadcastChannel(`khyber-${id}`) : null
  let other = window.opener
  const take = data => data?.khyber === id && hear(data)
  if (broadcast) broadcast.onmessage = event => take(event.data)
  addEventListener("message", event => {
    if (event.data?.khyber !== id) return
    other = event.source
    take(event.data)
  })
  return {
    tell(message) {
      const data = { khyber: id, ...message }
      broadcast?.postMessage(data)
      other?.postMessage(data, "*")
    },
  }
}

// The name of a presentation: that of its window, which stays when the page is loaded again.
function presentationId() {
  if (!/^khyber-[0-9a-f]{24}$/.test(window.name)) {
    const bytes = crypto.getRandomValues(new Uint8Array(12))
    window.name = `khyber-${Array.from(bytes, one => one.toString(16).padStart(2, "0")).join("")}`
  }
  return window.name.slice("khyber-".length)
}
