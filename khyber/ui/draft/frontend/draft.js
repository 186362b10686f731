// The brief that the reader composes lies in the browser: any tab adds to it, none needs the server for that.
//
// Kept is {stamp, brief, before}: a stamp that changes with every change, the brief as its file has it, and those whose
// place others took; where words were too long for it here, cut names what they were, until Python has told it.
// A change that Python asks for holds only for the stamp that it was made from; where another tab was faster, Python is
// told what is kept now.

const KEY = "khyber-brief"
const CONNECTION = "data-test-connection-state"
const RUN = "data-test-script-state"
const TYPED = ".st-key-brief-slide textarea, [class*=st-key-brief-title] input"
const POINTS = ".st-key-brief-slide [class*=st-key-slide-points]"
const OWN_LINE = /__creatable__$/ // how the one choice ends that is not of the list
const BOX = /st-key-(?:brief-(?<of_brief>title)|slide-(?<of_slide>title|points|notes)-(?<place>\d+))/
const PRESENT = ".st-key-brief-present a"
const PAGE_LINK = "[data-testid=stPageLink] a"
const [PAUSE_MS, SENT_MS, MOST_WAITS, LEAVING_MS] = [900, 250, 40, 10000]
const LOST =
  "The server cannot be reached. The words of the titles and the notes are kept here; the boxes take words again when it is back."
const EMPTY = { stamp: "", brief: null, before: [] }
let page = null // the page that composes, while it is on screen

export default function ({ parentElement, data, setStateValue }) {
  page = data.composes ? { data, path: location.pathname, tell: text => setStateValue("kept", text) } : null
  if (!listening) listen(data)
  else limits = data.limits
  if (page) follow()
}

let listening = false
let leaving = { until: 0, path: "" } // since a link to another page was clicked on the one at this path
let later
let typedUntil = -LEAVING_MS // when a box was left
let told = 0
let typing = { box: null, stamp: "" } // the box that was typed in last, and the brief that the page showed then
let wrote = "" // the stamp of the last change of Python that was kept
let limits

function listen(data) {
  listening = true
  document.documentElement.dataset.khyberAdds = "yes"
  limits = data.limits
  document.addEventListener("click", ({ target }) => {
    const button = target.closest?.("[data-khyber-add]")
    if (button) say(button, add(JSON.parse(button.dataset.khyberAdd)))
  })
  document.addEventListener("input", keepAfterPause)
  document.addEventListener("click", present, true)
  document.addEventListener("focusout", leaveBox, true)
  document.addEventListener("keydown", tabOut, true)
  document.addEventListener("click", leave, true)
  window.addEventListener("popstate", () => document.activeElement === typing.box && keepUnsent(true), true)
  window.addEventListener("pagehide", () => keepUnsent(true))
  watchConnection()
  window.addEventListener("storage", ({ key }) => {
    if (key === KEY && page) follow()
  })
}

function follow() {
  const { data, tell } = page
  let now = kept()
  if (data.write && data.based.includes(now.stamp)) {
    if (data.sets_aside) localStorage.setItem(`${KEY}-set-aside`, JSON.stringify(now))
    const order = inOrder(now)
    if (keep(data.write)) {
      now = data.write
      wrote = now.stamp
      if (data.based.includes(typing.stamp) && order === inOrder(now)) typing.stamp = now.stamp
    }
    report(tell, now)
  } else if (data.held !== now.stamp || !data.was_told) {
    report(tell, now)
  } else if (now.cut) {
    keep({ ...now, cut: "" })
  }
}

// What is typed stays typed into the brief that is kept, where each slide is in the place in which it was. The release is
// that of the brief.
function inOrder({ brief }) {
  const chosen = ({ choices }) => Object.entries(choices ?? {}).filter(([name]) => name !== "release")
  return JSON.stringify(brief?.slides.map(one => [one.figure, chosen(one)]))
}

// Streamlit sends what it was told last to a server that was started anew, so each change is told, and each time anew.
// What is told while another page is asked for would ask for this page again: it waits.
function report(tell, now) {
  clearTimeout(later)
  if (isLeft()) {
    later = setTimeout(() => page && follow(), SENT_MS)
    return
  }
  told += 1
  tell(JSON.stringify({ ...now, told, wrote }))
}

function isLeft() {
  return page.path !== location.pathname || (page.path === leaving.path && performance.now() < leaving.until)
}

// A page that is connected again is not run by itself: what it shows may be of a session that is gone, and what was typed
// as the connection went is held to be sent.
function watchConnection() {
  const app = document.querySelector(`[${CONNECTION}]`)
  const lost = document.body.appendChild(document.createElement("div"))
  lost.className = "khyber-lost"
  lost.setAttribute("role", "status")
  new MutationObserver(() => {
    const isConnected = app.getAttribute(CONNECTION) === "CONNECTED"
    lost.textContent = page && !isConnected ? LOST : ""
    if (!page || !isConnected) return
    keepUnsent(false)
    report(page.tell, kept())
  }).observe(app, { attributes: true, attributeFilter: [CONNECTION] })
}

// What is typed is kept after a pause, so that a presentation and a file have it: the keys that keep it are pressed.
let pause
function keepAfterPause({ target, isComposing }) {
  if (!page || !target.matches?.(`${TYPED}, ${POINTS} input`)) return
  typing = { box: target, stamp: page.data.held }
  if (isComposing || !target.matches(TYPED)) return
  clearTimeout(pause)
  pause = setTimeout(() => keepTyped(target), PAUSE_MS)
}

// A line of one's own among the points is kept when its box is left, unless it is part of a key figure. The list beneath
// the points makes such an event of its own while it is typed in, and the browser one when another window takes the focus.
function leaveBox({ target, isTrusted }) {
  if (!isTrusted || target === document.activeElement || !target.matches?.(`${TYPED}, ${POINTS} input`)) return
  typedUntil = performance.now()
  if (page && isOwnLine(target)) keepTyped(target)
}

// The box would empty itself on this key, before it is left.
function tabOut(event) {
  if (page && event.key === "Tab" && isOwnLine(event.target)) event.stopPropagation()
}

function isOwnLine(box) {
  return box.matches?.(`${POINTS} input`) && OWN_LINE.test(box.getAttribute("aria-activedescendant") ?? "")
}

function keepTyped(box) {
  const keys = { key: "Enter", code: "Enter", ctrlKey: box.tagName === "TEXTAREA", bubbles: true, cancelable: true }
  for (const kind of ["keydown", "keypress"]) box.dispatchEvent(new KeyboardEvent(kind, keys))
}

// Where the page goes before it could be asked, or its server went, the words are put into the brief here; but only into
// the one that the page showed when they were typed. A line among the points is whole only where the box goes with it.
function keepUnsent(goes) {
  clearTimeout(pause)
  const now = kept()
  const named = typing.box?.isConnected && typing.box.closest("[class*=st-key-]")?.className.match(BOX)?.groups
  if (!named || typing.stamp !== now.stamp) return
  const field = named.of_brief ?? named.of_slide
  const isLine = field === "points"
  if (isLine && !(goes && isOwnLine(typing.box))) return
  const [letters, longest] = [[...typing.box.value], limits.longest[field]]
  const [words, cut] = [letters.slice(0, longest).join(""), letters.length > longest ? field : ""]
  const brief = now.brief ?? empty()
  const worth = slide => (isLine ? [...pointsOf(slide), words] : words)
  const slides = brief.slides.map((one, at) => (at === Number(named.place) ? { ...one, [field]: worth(one) } : one))
  const worded = named.of_brief ? { ...brief, title: words } : { ...brief, slides }
  if (keep({ ...now, stamp: newStamp(), brief: worded, cut }) && page) follow()
}

// Where no points were chosen, the first key figures stand, as many as the box shows. It does not show those that the
// figure no longer has: they are the ones of the highest places.
function pointsOf({ points }) {
  const shown = [...typing.box.closest(POINTS).querySelectorAll(".react-aria-ComboBox [data-tag]")]
  if (!points) return shown.map((_, place) => place)
  const places = points.filter(Number.isInteger).sort((one, other) => one - other)
  const gone = places.slice(places.length - (points.length - shown.length))
  return points.filter(one => !gone.includes(one))
}

// A tap on a link takes words from the box that was left and asks for another page in one moment. The page goes only
// when it knows of the words: told after it, they would ask for this page again, and a busy server would drop them.
async function leave(event) {
  const link = event.target.closest?.(PAGE_LINK)
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return
  const since = performance.now() - typedUntil
  if (since < SENT_MS || (since < LEAVING_MS && !isAtRest())) {
    event.preventDefault()
    event.stopPropagation()
    await settled()
    typedUntil = -LEAVING_MS
    link.click()
    return
  }
  const isHere = /^[^?#]/.test(link.getAttribute("href")) && link.pathname === location.pathname
  leaving = { until: isHere ? 0 : performance.now() + LEAVING_MS, path: location.pathname }
}

// A click takes words from the box that was left; the presentation opens when the page knows of them.
async function present(event) {
  const anchor = event.target.closest?.(PRESENT)
  if (!anchor || !page) return
  event.preventDefault()
  event.stopPropagation()
  const tab = window.open("about:blank", "_blank")
  await settled()
  const { href } = document.querySelector(PRESENT) ?? anchor
  if (tab) tab.location.replace(href)
  else window.location.assign(href)
}

async function settled() {
  const wait = ms => new Promise(done => setTimeout(done, ms))
  await wait(SENT_MS)
  for (let left = MOST_WAITS; left && !isAtRest(); left--) await wait(SENT_MS)
}

function isAtRest() {
  return document.querySelector(`[${RUN}]`)?.getAttribute(RUN) === "notRunning"
}

function add(slide) {
  const now = kept()
  const brief = now.brief ?? empty()
  if (brief.slides.length >= limits.slides) return `A brief holds at most ${limits.slides} slides: nothing was added.`
  if (brief.khyber_brief !== limits.version) return "The brief kept in this browser is of another version: nothing was added."
  const slides = [...brief.slides, slide]
  const isKept = keep({ ...now, stamp: newStamp(), brief: { ...brief, slides } })
  if (!isKept) return "This browser does not let a page keep a brief: nothing was added."
  if (page) follow()
  const count = slides.length === 1 ? "Added: the brief has 1 slide." : `Added: the brief has ${slides.length} slides.`
  const { release } = slide.choices
  if (release === limits.release) return count
  return `${count} All slides of a brief show one release, the one in its address: to see release ${release}, choose it there.`
}

function empty() {
  return { khyber_brief: limits.version, title: limits.title, release: limits.newest, slides: [] }
}

function newStamp() {
  return Math.random().toString(36).slice(2)
}

function kept() {
  try {
    const now = JSON.parse(localStorage.getItem(KEY))
    return now && typeof now.stamp === "string" && (now.brief === null || Array.isArray(now.brief?.slides)) ? now : EMPTY
  } catch {
    return EMPTY
  }
}

function keep(value) {
  try {
    localStorage.setItem(KEY, JSON.stringify(value))
    return true
  } catch {
    return false
  }
}

function say(button, words) {
  const status = button.parentElement.querySelector("[role=status]")
  if (status) status.textContent = words
}
