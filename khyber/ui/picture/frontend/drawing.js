// A figure as layers that a page can draw: pictures twice as fine as their size in pixels, or SVG.

import { mapOf, orderMarks, outlineMarks, prepare } from "../khyber.map/figure.js"
import { requireWebGL } from "../khyber.map/library.js"
import { homeView } from "../khyber.map/view.js"
import { SCALE, WIDTH } from "./page.js"

const HEIGHT = 675
const PAPER = "#ffffff"

export async function drawChart(plotly, spec, kind) {
  const { data, layout } = onPaper(spec)
  const { width, height } = layout
  const address = await plotly.toImage({ data, layout }, { format: kind, width, height, scale: kind === "svg" ? 1 : SCALE })
  const layer = kind === "svg" ? { markup: decodeURIComponent(address.slice(address.indexOf(",") + 1)) } : await loadImage(address)
  return { width, height, layers: [layer] }
}

// Plotly's own toImage draws a copy of the map that outlines cannot be given to, so the map is drawn
// out of sight and its canvas taken, with plotly's own drawing (colour bar, notes) on top.
export async function drawMap(plotly, spec, kind) {
  requireWebGL()
  const { data, layout } = onPaper(spec)
  const node = outOfSight(layout)
  try {
    const { width, height } = layout
    const [lat, lon, zoom] = homeView(layout, width, height)
    Object.assign(layout.map, { center: { lat, lon }, zoom })
    await plotly.newPlot(node, data, layout, { staticPlot: true })
    return { width, height, layers: [await mapCanvas(node, data), ...await overlays(node, kind)] }
  } finally {
    plotly.purge(node)
    node.remove()
  }
}

function onPaper(spec) {
  const { data, layout } = prepare(spec)
  const { height = HEIGHT, font } = layout
  const text = { color: "#1b2530", ...font }
  Object.assign(layout, { width: WIDTH, height, autosize: false, title: undefined, font: text })
  Object.assign(layout, { paper_bgcolor: PAPER, plot_bgcolor: PAPER })
  return { data, layout }
}

function outOfSight({ width, height }) {
  const node = document.createElement("div")
  node.setAttribute("aria-hidden", "true")
  const place = { position: "fixed", top: "0", left: `-${2 * width}px` }
  Object.assign(node.style, place, { width: `${width}px`, height: `${height}px` })
  document.body.append(node)
  return node
}

async function mapCanvas(node, traces) {
  const map = mapOf(node)
  map.setPixelRatio(SCALE)
  orderMarks(map, traces)
  outlineMarks(map, traces, PAPER)
  await new Promise(resolve => {
    map.once("idle", resolve)
    map.triggerRepaint()
  })
  const copy = document.createElement("canvas")
  const original = map.getCanvas()
  copy.width = original.width
  copy.height = original.height
  copy.getContext("2d").drawImage(original, 0, 0)
  const { l, t, w, h } = node._fullLayout._size
  return { picture: copy, left: l, top: t, width: w, height: h }
}

function overlays(node, kind) {
  return Promise.all([...node.querySelectorAll("svg.main-svg")].map(svg => {
    const copy = svg.cloneNode(true)
    copy.setAttribute("xmlns", "http://www.w3.org/2000/svg")
    copy.style.background = "transparent"
    const markup = new XMLSerializer().serializeToString(copy)
    return kind === "svg" ? { markup } : loadImage(`data:image/svg+xml;charset=utf-8,${encodeURIComponent(markup)}`)
  }))
}

async function loadImage(source) {
  const picture = new Image()
  picture.src = source
  await picture.decode()
  return { picture }
}
