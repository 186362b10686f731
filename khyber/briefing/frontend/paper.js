// For paper: every slide laid out as a page at once, in light colours; after them, what a screen opens at each slide.

const SVG = "http://www.w3.org/2000/svg"
const MOST_ROWS_ON_PAPER = 40
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
  const end = document.createElement("section")
  end.className = "appendix"
  const sources = new Map()
  end.append(element("h2", "Notes and tables"), ...sections.map((section, place) => behind(section, place, sources)))
  if (sources.size) end.append(element("h2", "Sources"), sourceList(sources))
  document.querySelector("main").append(end)
}

// Notes in full, the link, a short table, the speaker's notes and the numbers of the sources of a slide; each source once in `sources`.
function behind(section, place, sources) {
  const article = document.createElement("article")
  article.append(element("h3", `${place + 1}. ${section.querySelector("h2").textContent}`))
  const cut = section.querySelector(".words dl:has(.left-out)")
  const parts = [...section.querySelectorAll(".boundary, .notes, .again"), ...(cut ? [cut] : [])]
  article.append(...parts.map(whole), ...tablesOf(section))
  const said = section.querySelector(".said")
  if (said) article.append(element("p", "Speaker notes (author’s words):"), whole(said))
  const numbers = [...section.querySelectorAll(".sources li")].map(one => {
    const key = one.textContent
    if (!sources.has(key)) sources.set(key, { number: sources.size + 1, item: one.cloneNode(true) })
    return sources.get(key).number
  })
  if (numbers.length) article.append(element("p", `Sources, in the list below: ${inRuns(numbers)}.`))
  return article
}

// A copy with what did not fit on the slide.
function whole(part) {
  const copy = part.cloneNode(true)
  copy.querySelectorAll(".left-out").forEach(one => one.classList.remove("left-out"))
  return copy
}

function sourceList(sources) {
  const list = document.createElement("ol")
  list.className = "all-sources"
  list.append(...[...sources.values()].map(one => one.item))
  return list
}

// Numbers as "1–4, 7".
function inRuns(numbers) {
  const runs = []
  for (const number of numbers.toSorted((one, other) => one - other)) {
    const last = runs.at(-1)
    if (last?.[1] === number - 1) last[1] = number
    else runs.push([number, number])
  }
  return runs.map(([first, last]) => (first === last ? `${first}` : `${first}–${last}`)).join(", ")
}

const tableOf = section => section.querySelector(".data table, .words table")
const rowsOf = section => tableOf(section)?.tBodies[0].rows.length ?? 0

// Where a reader finds what is cut of a slide.
function foundAgain(section, what) {
  const isBehind = root.dataset.mode === "print" && (what === "note" || rowsOf(section) <= MOST_ROWS_ON_PAPER)
  return isBehind ? "after the slides" : "in the HTML file"
}

function tablesOf(section) {
  const rows = rowsOf(section)
  if (!rows) return []
  if (rows <= MOST_ROWS_ON_PAPER) return [whole(tableOf(section))]
  return [element("p", `Its table has ${rows} rows: they are in the HTML file and in Excel.`)]
}

function element(name, text) {
  const made = document.createElement(name)
  made.textContent = text
  return made
}

function layOutForScreen() {
  if (!before) return
  root.dataset.mode = before.mode
  if (before.theme) root.dataset.theme = before.theme
  else delete root.dataset.theme
  before = undefined
  document.querySelector(".appendix").remove()
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
  const whole = shape.cloneNode()
  whole.removeAttribute("transform")
  clip.append(whole)
  const tiles = document.createElementNS(SVG, "g")
  tiles.setAttribute("transform", shape.getAttribute("transform") ?? "")
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
