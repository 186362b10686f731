// Charts: from the spec in the file to the one that Plotly draws, in the colours of the page and the size of its box.

const NARROW = 600 // pixels: below it a figure is drawn as its `meta.narrow` says
const STAGE_WIDTH = 640 // pixels across that a chart has at least before it is drawn larger for its box
const MOST_SCALE = 1.6 // of a chart on a stage of the usual size
const READABLE_SCALE = 1.1 // the same: a chart that is drawn smaller for its height is drawn less high, if that holds
const MORE_CLASHES = 1.1 // of those that a chart has anyway, such as letters on discs that lie close
const LEAST_CLASH = 0.1 // of a word: less is not seen
const BETWEEN_WORDS = 2 // pixels
const LEAST_ROOM = 0.8 // of the height that a chart has for its marks, to keep where its letters grow
const CUT = 10 // times as bad as a word that lies on another is one that the edge of the chart cuts
const WHOLE = 0.98 // of a word within a mark: it stands on it
const STEPS = 5 // of sizes that are tried between the smallest and the readable one
const LEAST_SCALE = 0.55 // below it letters could not be read: the box scrolls instead
const USUAL = 450 // pixels, the height of a chart that names none
const TALLEST_MAP = 1.2 // of its width, so that a map is not all margin on a phone

const root = document.documentElement
const brief = JSON.parse(document.getElementById("khyber-brief").textContent)
const darkScreen = matchMedia("(prefers-color-scheme: dark)")

const isDark = () => (root.dataset.theme ? root.dataset.theme === "dark" : darkScreen.matches)
const onStage = () => root.dataset.mode !== "read" && !isPhone()
const isPhone = () => root.dataset.mode === "present" && matchMedia("(max-width: 700px)").matches
const unit = () => (root.dataset.mode === "print" ? 1 : Math.min(innerWidth / 1280, innerHeight / 720))

// Draws a slide's chart into a node, unless it stands there already just so.
function draw(node, number) {
  const { spec } = brief.slides[number]
  const size = sizeOf(spec, node.parentElement)
  if (!size.width || !size.height) return
  const key = JSON.stringify([number, size, isDark(), root.dataset.mode])
  if (node.dataset.drawn === key) return
  node.dataset.drawn = key
  plot(node, spec, size)
  if (onStage()) enlarge(node, spec, size)
}

function plot(node, spec, size) {
  const { data, layout } = prepare(spec, size.width < NARROW)
  Object.assign(layout, { width: size.width, height: size.height, autosize: false, template: templateOf() })
  Object.assign(node.style, { width: `${size.width}px`, height: `${size.height}px` })
  node.style.transform = size.scale === 1 ? "" : `scale(${size.scale})`
  Plotly.react(node, data, layout, CONFIG)
}

// A chart that is drawn smaller than it would read on a stage, mostly as it is high: its letters grow, and its rows come
// closer, as far as every word stays clear.
function enlarge(node, spec, { width, height, scale }) {
  const readable = Math.max(READABLE_SCALE * unit(), 1)
  const most = MORE_CLASHES * clashes(node) + LEAST_CLASH
  const least = LEAST_ROOM * room(node)
  for (let step = STEPS; step > 0 && scale < readable; step--) {
    const larger = scale * (readable / scale) ** (step / STEPS)
    const shrunk = scale / larger
    plot(node, spec, { width: Math.floor(width * shrunk), height: Math.floor(height * shrunk), scale: larger })
    if (clashes(node) < most && room(node) > least) return
  }
  if (scale < readable) plot(node, spec, { width, height, scale })
}

const boxes = (node, found) => [...node.querySelectorAll(found)].map(one => one.getBoundingClientRect())
const sum = numbers => numbers.reduce((all, one) => all + one, 0)

// The height on the screen that is left to the marks of a chart, of several panels to those of the first.
const room = node => boxes(node, ".nsewdrag")[0]?.height ?? 0

// How many words of a chart are cut by its edge, or lie on other words or across the edge of a mark, in part or whole.
function clashes(node) {
  const words = boxes(node, ".main-svg text").filter(one => one.width)
  const marks = boxes(node, ".point, .layer-above .shapelayer path")
  const edge = node.getBoundingClientRect()
  return sum(words.map((one, place) => {
    const onWords = words.slice(place + 1).map(other => shared(one, other, BETWEEN_WORDS))
    const onMarks = marks.map(other => shared(one, other)).filter(part => part < WHOLE)
    return CUT * (1 - shared(one, edge)) + sum(onWords) + sum(onMarks)
  }))
}

// The part of a box that lies within another, or so many pixels beside it.
function shared(one, other, beside = 0) {
  const across = Math.min(one.right, other.right + beside) - Math.max(one.left, other.left - beside)
  const down = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top)
  return (Math.max(across, 0) * Math.max(down, 0)) / (one.width * one.height)
}

// On a page as wide as the page and as high as the figure says; on a stage it fills its box, letters and all.
function sizeOf(spec, box) {
  const { narrow, stage } = spec.layout.meta ?? {}
  const another = onStage() ? stage : box.clientWidth < NARROW ? narrow : null
  const own = another?.height ?? spec.layout.height ?? USUAL
  if (!onStage()) {
    const most = spec.layout.yaxis?.scaleanchor ? TALLEST_MAP * box.clientWidth : own
    return { width: box.clientWidth, height: Math.round(Math.min(own, most)), scale: 1 }
  }
  const wanted = Math.min(box.clientHeight / own, box.clientWidth / STAGE_WIDTH, MOST_SCALE * unit())
  const least = root.dataset.mode !== "present" ? 0 : LEAST_SCALE * Math.min(unit(), 1)
  const scale = Math.max(wanted, least)
  box.classList.toggle("scrolls", scale > wanted && own * scale > box.clientHeight)
  const width = box.clientWidth - (box.classList.contains("scrolls") ? 16 : 0)
  return { width: Math.floor(width / scale), height: Math.floor(Math.max(own, box.clientHeight / scale)), scale }
}

function prepare(spec, narrow) {
  const { data, layout } = structuredClone(spec)
  const parts = [layout, ...data]
  if (isDark()) parts.forEach(part => replaceBy(part, part.meta?.dark))
  if (onStage()) parts.forEach(part => replaceBy(part, part.meta?.stage))
  else if (narrow) parts.forEach(part => replaceBy(part, part.meta?.narrow))
  data.forEach(outline)
  return { data, layout }
}

function replaceBy(part, values = {}) {
  for (const [path, value] of Object.entries(values)) {
    const names = path.split(".")
    const last = names.pop()
    names.reduce((holder, name) => (holder[name] ??= {}), part)[last] = value
  }
}

function outline(trace) {
  const { ring, outline: line } = trace.meta ?? {}
  if (!ring && !line) return
  const color = trace.marker.color
  trace.marker = ring
    ? { ...trace.marker, color: "rgba(0,0,0,0)", line: { color, width: ring === true ? 1.5 : ring } }
    : { ...trace.marker, line: { color: line.color ?? "#000", width: line.width ?? 1 } }
}

function templateOf() {
  const style = getComputedStyle(document.body)
  const edge = getComputedStyle(document.querySelector(".edge")).borderTopColor
  const axis = { gridcolor: edge, linecolor: edge, zerolinecolor: edge }
  const hoverlabel = { bgcolor: style.backgroundColor, bordercolor: edge, font: { color: style.color } }
  const font = { color: style.color, family: style.fontFamily }
  const paper = { paper_bgcolor: "rgba(0,0,0,0)", plot_bgcolor: "rgba(0,0,0,0)" }
  const colorway = COLOURS[isDark() ? "dark" : "light"]
  return { layout: { ...paper, colorway, font, hoverlabel, xaxis: axis, yaxis: axis } }
}

const plots = () => [...document.querySelectorAll(".plot[data-plot]")]
const drawPlot = node => draw(node, Number(node.dataset.plot))
const redraw = () => plots().filter(node => node.dataset.drawn && node.offsetParent).forEach(drawPlot)

// A chart is drawn when the reader comes near it, and again when its box changes.
function watchCharts() {
  const near = new IntersectionObserver(
    found => found.filter(one => one.isIntersecting).forEach(one => drawPlot(one.target)), { rootMargin: "600px" })
  const sized = new ResizeObserver(() => requestAnimationFrame(redraw))
  for (const node of plots()) {
    near.observe(node)
    sized.observe(node.parentElement)
  }
  darkScreen.addEventListener("change", redraw)
}
