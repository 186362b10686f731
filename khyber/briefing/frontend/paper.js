// For paper: every slide laid out as a page at once, in light colours.

const SVG = "http://www.w3.org/2000/svg"
let before

function layOutForPaper() {
  if (before) return
  before = { mode: root.dataset.mode, theme: root.dataset.theme }
  Object.assign(root.dataset, { mode: "print", theme: "light" })
  shrink(document.querySelector(".top"), LEAST_AT_ALL)
  for (const section of sections) {
    fit(section)
    section.querySelectorAll(".plot").forEach(node => {
      drawPlot(node)
      layHatches(node)
    })
  }
}

function layOutForScreen() {
  if (!before) return
  root.dataset.mode = before.mode
  if (before.theme) root.dataset.theme = before.theme
  else delete root.dataset.theme
  before = undefined
  sections.forEach(unfit)
  if (presenting()) show(state.slide)
  redraw()
}

// A browser writes a pattern into a PDF as pictures, megabytes of them: on paper its tiles are laid as lines.
function layHatches(node) {
  for (const shape of node.querySelectorAll("svg [style*='url(']")) {
    const name = /^url\("?#([^")]+)"?\)/.exec(shape.style.fill)?.[1]
    const pattern = name && node.querySelector(`#${CSS.escape(name)}`)
    if (pattern) layHatch(shape, pattern)
  }
}

function layHatch(shape, pattern) {
  const [wide, high] = [pattern.width.baseVal.value, pattern.height.baseVal.value]
  const { x, y, width, height } = shape.getBBox()
  const clip = document.createElementNS(SVG, "clipPath")
  clip.id = `hatch-${document.querySelectorAll("clipPath").length}`
  clip.append(shape.cloneNode())
  const tiles = document.createElementNS(SVG, "g")
  tiles.setAttribute("clip-path", `url(#${clip.id})`)
  tiles.style.opacity = shape.style.opacity
  for (let left = Math.floor(x / wide) * wide; left < x + width; left += wide) {
    for (let top = Math.floor(y / high) * high; top < y + height; top += high) {
      const tile = document.createElementNS(SVG, "g")
      tile.setAttribute("transform", `translate(${left},${top})`)
      tile.append(...[...pattern.children].map(one => one.cloneNode()))
      tiles.append(tile)
    }
  }
  shape.before(clip, tiles)
  shape.style.fill = "none"
}
