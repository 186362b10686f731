// A box or a lasso drawn on the map with a mouse, a pen or a finger; what is drawn goes to Python as corners.

import { feature, overlay } from "./overlay.js"

const MOST_CORNERS = 40
const LEAST_PIXELS = 6 // a shape smaller than this is a slip
const OUTLINE = "khyber-shape"
const GROUND = "khyber-shape-ground"
const SVG = "http://www.w3.org/2000/svg"

export class Selector {
  // `told` is called with the corners, [latitude, longitude] each, none to clear.
  constructor(root, told) {
    this.root = root
    this.told = told
    this.buttons = root.querySelector(".khyber-map-tools")
    this.sheet = root.querySelector(".khyber-map-sheet")
    this.path = document.createElementNS(SVG, "polygon")
    this.sheet.replaceChildren(this.path)
    this.buttons.onclick = event => this.press(event.target.closest("button")?.dataset.tool)
    this.buttons.onkeydown = event => event.key === "Escape" && this.choose(null)
    this.sheet.onpointerdown = event => this.begin(event)
    this.sheet.onpointermove = event => this.extend(event)
    this.sheet.onpointerup = event => this.end(event)
    this.sheet.onpointercancel = () => this.drop()
  }

  show(map, tools, colour) {
    this.map = map
    this.buttons.hidden = !tools
    if (!tools) return this.choose(null)
    const corners = tools.shape
    this.buttons.querySelector("[data-tool=clear]").disabled = !tools.selected
    const ring = corners.map(([lat, lon]) => [lon, lat])
    const drawn = ring.length ? [feature("Polygon", [[...ring, ring[0]]])] : []
    overlay(map, GROUND, "fill", { "fill-color": colour, "fill-opacity": 0.08 }, drawn)
    overlay(map, OUTLINE, "line", { "line-color": colour, "line-width": 2, "line-dasharray": [3, 1.5] }, drawn)
  }

  press(tool) {
    if (tool === "clear") {
      this.choose(null)
      this.told([])
    } else if (tool) this.choose(this.tool === tool ? null : tool)
  }

  choose(tool) {
    this.tool = tool
    this.drop()
    this.sheet.toggleAttribute("hidden", !tool)
    for (const button of this.buttons.querySelectorAll("[aria-pressed]")) {
      button.setAttribute("aria-pressed", String(button.dataset.tool === tool))
    }
  }

  begin(event) {
    if (!this.tool || !event.isPrimary) return
    event.preventDefault()
    this.sheet.setPointerCapture(event.pointerId)
    this.points = [this.at(event)]
  }

  extend(event) {
    if (!this.points || !event.isPrimary) return
    const at = this.at(event)
    if (this.tool === "box") this.points = boxOf(this.points[0], at)
    else if (distance(at, this.points.at(-1)) > 2) this.points.push(at)
    this.path.setAttribute("points", this.points.map(point => point.join()).join(" "))
  }

  end(event) {
    if (!this.points) return
    this.extend(event)
    const corners = simplified(this.points)
    const wide = Math.max(...[0, 1].map(axis => extent(this.points, axis)))
    this.choose(null)
    if (corners.length >= 3 && wide >= LEAST_PIXELS) this.told(corners.map(point => this.place(point)))
  }

  drop() {
    this.points = null
    this.path.setAttribute("points", "")
  }

  at(event) {
    const box = this.sheet.getBoundingClientRect()
    return [event.clientX - box.left, event.clientY - box.top]
  }

  place(point) {
    const { lat, lng } = this.map.unproject(point)
    return [Number(lat.toFixed(4)), Number(lng.toFixed(4))]
  }
}

const boxOf = ([x0, y0], [x1, y1]) => [[x0, y0], [x1, y0], [x1, y1], [x0, y1]]
const distance = (one, other) => Math.hypot(one[0] - other[0], one[1] - other[1])
const extent = (points, axis) => {
  const along = points.map(point => point[axis])
  return Math.max(...along) - Math.min(...along)
}

// Douglas and Peucker's way, with as many pixels of tolerance as it takes.
function simplified(points) {
  let tolerance = 1
  let kept = points
  while (kept.length > MOST_CORNERS) {
    kept = thinned(points, tolerance)
    tolerance *= 1.5
  }
  return kept
}

function thinned(points, tolerance) {
  if (points.length < 3) return points
  const [first, last] = [points[0], points.at(-1)]
  let far = 0
  let index = 0
  points.forEach((point, place) => {
    const off = offLine(point, first, last)
    if (off > far) [far, index] = [off, place]
  })
  if (far <= tolerance) return [first, last]
  return [...thinned(points.slice(0, index + 1), tolerance).slice(0, -1), ...thinned(points.slice(index), tolerance)]
}

function offLine(point, first, last) {
  const length = distance(first, last)
  if (!length) return distance(point, first)
  const [dx, dy] = [last[0] - first[0], last[1] - first[1]]
  return Math.abs(dx * (first[1] - point[1]) - dy * (first[0] - point[0])) / length
}
