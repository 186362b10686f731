// The button that saves a figure as a picture.

import { loadPlotly } from "../khyber.map/library.js"
import { compose } from "./page.js"
import { drawChart, drawMap } from "./drawing.js"

export default function ({ parentElement, data }) {
  const root = parentElement.querySelector(".khyber-picture")
  const button = root.querySelector("button")
  const status = root.querySelector("[role=status]")
  button.textContent = data.label
  button.onclick = () => run(button, status, data)
}

async function run(button, status, data) {
  if (button.getAttribute("aria-disabled") === "true") return
  button.setAttribute("aria-disabled", "true")
  status.textContent = "Drawing the picture …"
  try {
    save(await pictureOf(data), data.filename)
    status.textContent = `Saved as ${data.filename}.`
  } catch (error) {
    console.warn("picture:", error)
    status.textContent = `The picture could not be made: ${error?.message ?? error}.`
  } finally {
    button.removeAttribute("aria-disabled")
  }
}

async function pictureOf({ spec, title, lines, library }) {
  const plotly = await loadPlotly(library)
  const drawing = await (spec.layout.map ? drawMap : drawChart)(plotly, spec)
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
