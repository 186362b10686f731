// The buttons that save a figure as a picture.

import { loadPlotly } from "../khyber.map/library.js"
import { compose, composeSvg } from "./page.js"
import { drawChart, drawMap } from "./drawing.js"

export default function ({ parentElement, data }) {
  const root = parentElement.querySelector(".khyber-picture")
  const buttons = [...root.querySelectorAll("button")]
  const status = root.querySelector("[role=status]")
  for (const button of buttons) button.onclick = () => run(buttons, status, data, button.dataset.kind)
}

async function run(buttons, status, data, kind) {
  if (buttons.some(button => button.getAttribute("aria-disabled") === "true")) return
  buttons.forEach(button => button.setAttribute("aria-disabled", "true"))
  status.textContent = "Drawing the picture …"
  const filename = `${data.name}.${kind}`
  try {
    save(await pictureOf(data, kind), filename)
    status.textContent = `Saved as ${filename}.`
  } catch (error) {
    console.warn("picture:", error)
    status.textContent = `The picture could not be made: ${error?.message ?? error}.`
  } finally {
    buttons.forEach(button => button.removeAttribute("aria-disabled"))
  }
}

async function pictureOf({ spec, title, lines, library }, kind) {
  const plotly = await loadPlotly(library)
  const drawing = await (spec.layout.map ? drawMap : drawChart)(plotly, spec, kind)
  if (kind === "svg") return new Blob([composeSvg(drawing, title, lines)], { type: "image/svg+xml" })
  const canvas = compose(drawing, title, lines)
  const blob = await new Promise(resolve => canvas.toBlob(resolve, "image/png"))
  if (!blob) throw new Error("the browser cannot make a PNG of this size")
  return blob
}

function save(blob, filename) {
  const link = document.createElement("a")
  link.href = URL.createObjectURL(blob)
  link.download = filename
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
}
