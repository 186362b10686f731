// Presenting: one slide at a time, driven by keys, a clicker, clicks, swipes, and by the speaker's window.

const KEYS = {
  ArrowRight: "next", ArrowDown: "next", PageDown: "next", " ": "next", Enter: "next",
  ArrowLeft: "previous", ArrowUp: "previous", PageUp: "previous", Backspace: "previous",
  Home: "first", End: "last", b: "black", ".": "black", Escape: "leave", f: "full", n: "notes", d: "theme", "?": "keys",
}
const SWIPE = 50 // pixels

const sections = [...document.querySelectorAll("section.slide")]
const stage = document.getElementById("stage")
const state = { slide: 0, black: false, started: 0 }
const presenting = () => root.dataset.mode === "present"
const last = sections.length - 1

// The action that a key asks for; none where the key belongs to what has the focus.
function actionOf(event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return undefined
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key
  const pressed = key === " " || key === "Enter"
  if (pressed && event.target.closest("button, a, summary, input")) return undefined
  if (/^Arrow(Up|Down)$/.test(key) && event.target.closest(".scroll, .scrolls, .words[tabindex]")) return undefined
  return key === " " && event.shiftKey ? "previous" : KEYS[key]
}

const placeAfter = action =>
  ({ next: state.slide + 1, previous: state.slide - 1, first: 0, last })[action]

function show(slide) {
  const before = sections[state.slide]
  const held = before?.contains(document.activeElement)
  state.slide = Math.max(0, Math.min(slide, last))
  state.black = false
  sections.forEach((one, place) => one.classList.toggle("now", place === state.slide))
  const section = sections[state.slide]
  section.scrollTop = 0
  if (held && before !== section) section.focus({ preventScroll: true })
  layOut(section)
  tellShown()
}

function layOut(section) {
  fit(section)
  const words = section.querySelector(".words")
  if (words) words.toggleAttribute("tabindex", false)
  if (words && overflows(words)) words.tabIndex = 0
  section.querySelectorAll(".plot").forEach(drawPlot)
}

function tellShown() {
  const { slide, black } = state
  stage.querySelector(".count").textContent = `${slide + 1} / ${sections.length}`
  stage.querySelector(".done").style.width = `${(100 * (slide + 1)) / sections.length}%`
  stage.querySelector(".black").hidden = !black
  const said = black ? "The screen is black." : `Slide ${slide + 1} of ${sections.length}: ${brief.slides[slide].title}`
  const status = stage.querySelector("[role=status]")
  if (status.textContent !== said) status.textContent = said
  keepHash(`#present-${slide + 1}`)
  speaker?.tell({ kind: "state", ...state })
}

function keepHash(hash) {
  try {
    history.replaceState(null, "", hash)
  } catch {
    // A page that came from nowhere keeps no address.
  }
}

let speaker
let speakerWindow

function hearSpeaker(message) {
  if (message.kind === "hello" && presenting()) speaker.tell({ kind: "state", ...state })
  if (message.kind === "do") act(message.action, message)
}

function enter(slide = 0) {
  if (!sections.length) return
  root.dataset.mode = "present"
  stage.hidden = false
  state.started ||= Date.now()
  speaker ??= channelOf(presentationId(), hearSpeaker)
  show(slide)
  sections[state.slide].focus({ preventScroll: true })
}

function leave() {
  if (!presenting()) return
  root.dataset.mode = "read"
  stage.hidden = true
  state.started = 0
  if (document.fullscreenElement) document.exitFullscreen()
  sections.forEach(unfit)
  keepHash(`#slide-${state.slide + 1}`)
  redraw()
  sections[state.slide].scrollIntoView()
  document.querySelector("[data-do=present]").focus({ preventScroll: true })
}

function act(action, { slide } = {}) {
  if (!presenting()) return
  if (action === "go") show(slide)
  else if (action === "black") {
    state.black = !state.black
    tellShown()
  } else if (action === "restart") {
    state.started = Date.now()
    tellShown()
  } else if (action === "leave") leave()
  else if (action === "full") toggleFull()
  else if (action === "notes") openSpeaker()
  else if (action === "keys") stage.querySelector("dialog").showModal()
  else if (action === "theme") switchTheme()
  else show(placeAfter(action))
}

const goFull = () => root.requestFullscreen?.().catch(() => {})

function toggleFull() {
  if (!document.fullscreenElement) goFull()
  else {
    leavesFull = false
    document.exitFullscreen()
  }
}

// The browser itself takes Escape on a full screen: it then ends the presentation, unless F was pressed.
let leavesFull = true

function followFull() {
  if (!document.fullscreenElement) {
    if (leavesFull) leave()
    leavesFull = true
  }
}

function openSpeaker() {
  if (speakerWindow && !speakerWindow.closed) return speakerWindow.focus()
  const address = URL.createObjectURL(new Blob([source], { type: "text/html" }))
  speakerWindow = window.open(`${address}#notes-${presentationId()}`, "_blank", "popup,width=1000,height=720")
}

function switchTheme() {
  root.dataset.theme = isDark() ? "light" : "dark"
  redraw()
}

function listenOnStage() {
  addEventListener("keydown", event => {
    if (!presenting() || stage.querySelector("dialog").open) return
    const action = actionOf(event)
    if (!action) return
    event.preventDefault()
    act(action)
  })
  let from
  addEventListener("touchstart", event => (from = event.touches.length === 1 ? event.touches[0] : null), { passive: true })
  addEventListener("touchend", event => {
    if (!presenting() || !from) return
    const { clientX, clientY } = event.changedTouches[0]
    const [across, down] = [clientX - from.clientX, clientY - from.clientY]
    if (Math.abs(across) > SWIPE && Math.abs(across) > 2 * Math.abs(down)) act(across < 0 ? "next" : "previous")
  })
  addEventListener("resize", () => presenting() && layOut(sections[state.slide]))
  document.addEventListener("fullscreenchange", followFull)
  stage.querySelector(".black").onclick = () => act("black")
}
