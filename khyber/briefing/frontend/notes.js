// The speaker's window: what is shown now, what to say, what comes next, and a clock. Its keys drive the slides, too.

const CLOCK = 500 // milliseconds

function startNotes(id) {
  root.dataset.mode = "notes"
  document.title = `Speaker: ${brief.title}`
  const desk = document.getElementById("desk")
  desk.hidden = false
  const channel = channelOf(id, message => message.kind === "state" && showNotes(desk, message))
  const ask = (action, more) => channel.tell({ kind: "do", action, ...more })
  addEventListener("keydown", event => askBy(event, ask))
  desk.onclick = event => askFor(event.target.closest("[data-ask]")?.dataset.ask, ask)
  addEventListener("resize", () => showNext(desk))
  setInterval(() => tellTime(desk), CLOCK)
  channel.tell({ kind: "hello" })
}

function askBy(event, ask) {
  const action = actionOf(event)
  if (!action || action === "notes" || action === "keys" || action === "full") return
  event.preventDefault()
  askFor(action, ask)
}

// A place and not a step is asked for, so that what arrives twice is done once.
function askFor(action, ask) {
  const place = placeAfter(action)
  if (action === "theme") switchNotesTheme()
  else if (place !== undefined) ask("go", { slide: place })
  else if (action) ask(action)
}

function switchNotesTheme() {
  switchTheme()
  showNext(document.getElementById("desk"))
}

function showNotes(desk, { slide, black, started }) {
  Object.assign(state, { slide, black, started })
  const one = brief.slides[slide]
  put(desk, ".desk-count", `${slide + 1} / ${sections.length}${black ? ", screen black" : ""}`)
  put(desk, ".desk-title", one.title)
  list(desk, ".desk-points", one.points)
  put(desk, ".desk-notes", one.speaker_notes || "No speaker notes.")
  list(desk, ".desk-read", [...one.boundary, ...one.notes])
  put(desk, ".desk-source", one.source ? `Sources: ${one.source}` : "")
  showNext(desk)
  tellTime(desk)
}

function showNext(desk) {
  const next = brief.slides[state.slide + 1]
  put(desk, ".desk-next", next ? next.title : "This is the last slide.")
  list(desk, ".desk-next-points", next?.points ?? [])
  const plot = desk.querySelector(".plot")
  plot.parentElement.hidden = !next?.spec
  if (next?.spec) draw(plot, state.slide + 1)
}

function tellTime(desk) {
  const passed = state.started ? Math.max(0, Math.floor((Date.now() - state.started) / 1000)) : 0
  const [hours, minutes, seconds] = [Math.floor(passed / 3600), Math.floor(passed / 60) % 60, passed % 60]
  const two = number => String(number).padStart(2, "0")
  put(desk, ".desk-clock", `${hours ? `${hours}:${two(minutes)}` : minutes}:${two(seconds)}`)
}

function put(desk, where, text) {
  const node = desk.querySelector(where)
  if (node.textContent !== text) node.textContent = text
}

function list(desk, where, texts) {
  desk.querySelector(where).replaceChildren(...texts.map(text => {
    const item = document.createElement("li")
    item.textContent = text
    return item
  }))
}
