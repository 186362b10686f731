// A chart of marks through time that is gone through by keyboard: a slider from the first mark to the last.

import { idOf } from "./figure.js"

const REPORT_AFTER = 250 // milliseconds without a key
const STEPS = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1, PageUp: 10, PageDown: -10 }

const hasKeys = node => Boolean(node.layout?.meta?.keys)

// The marks in the order of time, each incident once.
function marksOf(node) {
  const found = new Map()
  for (const trace of node.data) {
    trace.customdata?.forEach((customdata, place) => {
      const words = (trace.hovertext?.[place] ?? "").replace(/<[^>]*>/g, " ").replace(/\s+/g, " ").trim()
      found.set(idOf(customdata), { id: idOf(customdata), at: trace.x[place], words })
    })
  }
  return [...found.values()].sort((one, other) => (one.at < other.at ? -1 : one.at > other.at ? 1 : 0))
}

export function tellStep(node, id) {
  if (!hasKeys(node)) return
  const marks = marksOf(node)
  const place = marks.findIndex(mark => mark.id === id)
  const said = {
    role: "slider", tabindex: 0, "aria-valuemin": 0, "aria-valuemax": marks.length, "aria-valuenow": place + 1,
    "aria-valuetext": place < 0 ? "none is open" : marks[place].words,
  }
  for (const [name, value] of Object.entries(said)) node.setAttribute(name, value)
}

export function listenToKeys(node, pick) {
  if (!hasKeys(node) || node.dataset.keys) return
  node.dataset.keys = "heard"
  let report
  node.addEventListener("keydown", event => {
    const marks = marksOf(node)
    const now = Number(node.getAttribute("aria-valuenow")) - 1
    const wanted = { Home: 0, End: marks.length - 1 }[event.key] ?? now + (STEPS[event.key] ?? NaN)
    if (event.key !== "Escape" && (Number.isNaN(wanted) || !marks.length)) return
    event.preventDefault()
    const id = event.key === "Escape" ? null : marks[Math.min(Math.max(wanted, 0), marks.length - 1)].id
    tellStep(node, id)
    clearTimeout(report)
    report = setTimeout(() => pick(id), REPORT_AFTER)
  })
}
