// Charts: from the spec in the file to the one that Plotly draws, in the colours of the page and the size of its box.

const NARROW = 600 // pixels: below it a figure is drawn as its `meta.narrow` says
const STAGE_WIDTH = 640 // pixels that a chart has at least for itself before it is drawn larger
const MOST_SCALE = 1.6 // of a chart on a stage of the usual size
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
  const { data, layout } = prepare(spec, size.width < NARROW)
  Object.assign(layout, { width: size.width, height: size.height, autosize: false, template: templateOf() })
  Object.assign(node.style, { width: `${size.width}px`, height: `${size.height}px` })
  node.style.transform = size.scale === 1 ? "" : `scale(${size.scale})`
  Plotly.react(node, data, layout, CONFIG)
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
