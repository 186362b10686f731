// From the figure that Python sends to the one that plotly draws, and what plotly cannot draw itself.

import { absolute } from "./library.js"

const BACKGROUND = "background"
const EMPTY_STYLE = { version: 8, sources: {}, layers: [{ id: BACKGROUND, type: BACKGROUND, paint: {} }] }
const SELECTED = "khyber-selected"
const SELECTED_WIDTH = 3
const SELECTED_GAP = 5
const WIDEST_LABEL = 24 // ems, so that a name is not broken

export function prepare(spec, { dark = false, narrow = false } = {}) {
  const { data, layout } = structuredClone(spec)
  if (dark) [layout, ...data].forEach(part => replaceBy("dark", part))
  if (narrow) [layout, ...data].forEach(part => replaceBy("narrow", part))
  data.forEach(prepareTrace)
  if (layout.map) {
    layout.map.style ??= structuredClone(EMPTY_STYLE)
    layout.map.layers?.forEach(layer => makeAbsolute(layer, "source"))
  }
  return { data, layout }
}

function prepareTrace(trace, position) {
  trace.uid ??= `trace-${position}`
  makeAbsolute(trace, "geojson")
  if (trace.type === "scatter") outlineInPlace(trace)
  else if (trace.meta?.ring) trace.marker = { ...trace.marker, opacity: 0 }
}

function outlineInPlace(trace) {
  if (!trace.meta?.ring && !trace.meta?.outline) return
  const color = trace.meta.ring ? "rgba(0,0,0,0)" : trace.marker.color
  trace.marker = { ...trace.marker, color, line: outlineOf(trace, trace.marker.color) }
}

function makeAbsolute(holder, name) {
  if (typeof holder[name] === "string") holder[name] = absolute(holder[name])
}

function replaceBy(kind, part) {
  for (const [path, value] of Object.entries(part.meta?.[kind] ?? {})) {
    const names = path.split(".")
    const last = names.pop()
    names.reduce((holder, name) => (holder[name] ??= {}), part)[last] = value
  }
}

export function colourPlain(layout, theme) {
  const { bgcolor = theme.background, bordercolor = theme.border, font = {} } = layout.hoverlabel ?? {}
  layout.hoverlabel = { ...layout.hoverlabel, bgcolor, bordercolor, font: { color: theme.text, family: theme.font, ...font } }
  layout.font = { color: theme.text, ...layout.font }
  for (const [name, axis] of Object.entries(layout)) if (/^[xy]axis\d*$/.test(name)) axis.gridcolor ??= theme.border
  layout.paper_bgcolor ??= "rgba(0,0,0,0)"
  layout.plot_bgcolor ??= "rgba(0,0,0,0)"
}

export const mapOf = node => node._fullLayout?.map?._subplot?.map

export function colourBackground(map, colour) {
  if (map.getLayer(BACKGROUND)) map.setPaintProperty(BACKGROUND, "background-color", colour)
}

// Plotly's scattermap marks and letters have no outline, but MapLibre's layers beneath them have.
export function outlineMarks(map, traces, ground) {
  for (const trace of traces) {
    outlineLetters(map, trace, ground)
    rangeLetters(map, trace)
    hatch(map, trace)
    plainEdges(map, trace)
    const layer = layerName(trace, "circle")
    if (!map.getLayer(layer)) continue
    const { color, width } = outlineOf(trace, map.getPaintProperty(layer, "circle-color"))
    map.setPaintProperty(layer, "circle-stroke-width", width)
    map.setPaintProperty(layer, "circle-stroke-color", color)
    map.setPaintProperty(layer, "circle-stroke-opacity", trace.opacity ?? 1)
  }
}

function outlineLetters(map, trace, ground) {
  const layer = layerName(trace, "symbol")
  if (!trace.meta?.halo || !map.getLayer(layer)) return
  map.setLayoutProperty(layer, "text-max-width", WIDEST_LABEL)
  map.setPaintProperty(layer, "text-halo-width", trace.meta.halo)
  map.setPaintProperty(layer, "text-halo-color", ground)
}

// Plotly gives every source its data anew at each drawing, and the map reads all of them again: here only what changed.
export function spareSources(map) {
  for (const id of Object.keys(map.getStyle().sources)) {
    const source = map.getSource(id)
    if (!id.startsWith("source-") || spared.has(source)) continue
    spared.add(source)
    const setData = source.setData.bind(source)
    let last = JSON.stringify(source.serialize().data)
    source.setData = data => {
      const news = JSON.stringify(data)
      if (news === last) return source
      last = news
      return setData(data)
    }
  }
}

// Plotly takes every layer off and adds it anew at each drawing, and the map reads all of them again: here those that
// stand stay. Where each one stands is for `orderMarks`.
export function spareLayers(node) {
  const subplot = node._fullLayout.map._subplot
  if (spared.has(subplot)) return
  spared.add(subplot)
  const lookUp = subplot.fillBelowLookup
  subplot.fillBelowLookup = (...given) => {
    lookUp.apply(subplot, given)
    for (const [name, below] of Object.entries(subplot.belowLookup)) {
      const [, kind, id] = name.match(/^(trace|layout)-(.*)$/s)
      const drawn = kind === "trace" ? subplot.traceHash[id] : subplot.layerList[id]
      if (drawn) drawn.below = below
    }
  }
}

// Resolves once Plotly has changed a map that stands, in the same task. Its own promise waits until all is painted.
export function changed(node) {
  const subplot = node._fullLayout.map._subplot
  const update = Object.getPrototypeOf(subplot).updateLayout
  return new Promise(resolve => {
    subplot.updateLayout = (...given) => {
      update.apply(subplot, given)
      delete subplot.updateLayout
      resolve()
    }
  })
}

const spared = new WeakSet()

// Labels that stand only from some zoom on.
function rangeLetters(map, trace) {
  const layer = layerName(trace, "symbol")
  if (trace.meta?.fromZoom && map.getLayer(layer)) map.setLayerZoomRange(layer, trace.meta.fromZoom, 24)
}

// Areas of a choropleth as stripes.
function hatch(map, trace) {
  const layer = layerName(trace, "fill")
  if (!trace.meta?.hatch || !map.getLayer(layer)) return
  const name = `khyber-hatch-${trace.meta.hatch}`
  if (!map.hasImage(name)) map.addImage(name, stripes(trace.meta.hatch), { pixelRatio: 2 })
  map.setPaintProperty(layer, "fill-pattern", name)
}

// The edges of an area are drawn as lines: to smooth those of its fill too doubles the work of a frame.
function plainEdges(map, trace) {
  const layer = layerName(trace, "fill")
  if (isChoropleth(trace) && map.getLayer(layer)) map.setPaintProperty(layer, "fill-antialias", false)
}

function stripes(colour) {
  const side = 16
  const canvas = Object.assign(document.createElement("canvas"), { width: side, height: side })
  const pen = canvas.getContext("2d")
  pen.strokeStyle = colour
  pen.lineWidth = 2.5
  for (const shift of [-side, 0, side]) {
    pen.beginPath()
    pen.moveTo(shift, side)
    pen.lineTo(shift + side, 0)
    pen.stroke()
  }
  return pen.getImageData(0, 0, side, side)
}

function outlineOf({ meta = {} }, markerColour) {
  if (meta.ring) return { color: markerColour, width: meta.ring === true ? 1.5 : meta.ring }
  return { color: meta.outline?.color ?? "#000", width: meta.outline ? meta.outline.width ?? 1 : 0 }
}

// From the bottom: areas of the layout, choropleths, lines of the layout, and the marks in the order of the figure. What
// was empty or changed comes back on top of the others.
export function orderMarks(map, traces) {
  const all = map.getLayersOrder()
  const layout = all.filter(id => id.startsWith(LAYOUT_LAYER)).sort((one, other) => placeIn(one) - placeIn(other))
  const isArea = id => map.getLayer(id).type === "fill"
  const areas = traces.filter(isChoropleth).flatMap(layersOf)
  const marks = traces.filter(trace => !isChoropleth(trace)).flatMap(layersOf)
  const wanted = [...layout.filter(isArea), ...areas, ...layout.filter(id => !isArea(id)), ...marks]
    .filter(layer => map.getLayer(layer))
  const present = all.filter(layer => wanted.includes(layer))
  if (present.join() !== wanted.join()) wanted.forEach(layer => map.moveLayer(layer))
}

const LAYOUT_LAYER = "plotly-layout-layer-"
const placeIn = id => Number(id.split("-").at(-1))
const isChoropleth = trace => trace.type === "choroplethmap"
const layersOf = trace => ["heatmap", "fill", "line", "circle", "symbol"].map(kind => layerName(trace, kind))
const layerName = (trace, kind) => `plotly-trace-layer-${trace.uid}-${kind}`

export function markSelected(map, traces, id, colour) {
  const mark = largestMark(traces, id)
  const features = mark ? [feature([mark.trace.lon[mark.position], mark.trace.lat[mark.position]], mark.size)] : []
  const collection = { type: "FeatureCollection", features }
  const source = map.getSource(SELECTED)
  if (!source) addSelected(map, collection)
  else if (JSON.stringify(source.serialize().data) !== JSON.stringify(collection)) source.setData(collection)
  map.setPaintProperty(SELECTED, "circle-stroke-color", colour)
  map.moveLayer(SELECTED)
}

function addSelected(map, collection) {
  map.addSource(SELECTED, { type: "geojson", data: collection })
  const paint = { "circle-radius": ["get", "radius"], "circle-opacity": 0, "circle-stroke-width": SELECTED_WIDTH }
  map.addLayer({ id: SELECTED, type: "circle", source: SELECTED, paint })
}

const feature = (coordinates, size) =>
  ({ type: "Feature", geometry: { type: "Point", coordinates }, properties: { radius: size / 2 } })

// The trace that marks the chosen point where there is no map.
export function selectedTrace(traces, id, colour) {
  const mark = largestMark(traces, id)
  return {
    type: "scatter", mode: "markers", uid: SELECTED, hoverinfo: "skip", cliponaxis: false, showlegend: false,
    x: mark ? [mark.trace.x[mark.position]] : [], y: mark ? [mark.trace.y[mark.position]] : [],
    marker: { size: mark?.size ?? 0, color: "rgba(0,0,0,0)", line: { color: colour, width: SELECTED_WIDTH } },
  }
}

// One incident may be several marks (disc, ring, letter): the ring goes around the largest.
function largestMark(traces, id) {
  let largest
  for (const trace of id ? traces : []) {
    trace.customdata?.forEach((customdata, position) => {
      if (idOf(customdata) !== id) return
      const size = sizeOf(trace, position) + 2 * SELECTED_GAP
      if (!largest || size > largest.size) largest = { trace, position, size }
    })
  }
  return largest
}

function sizeOf({ marker }, position) {
  const size = marker?.size ?? 10
  return Array.isArray(size) ? size[position] : size
}

export const idOf = customdata => (Array.isArray(customdata) ? customdata[0] : customdata)
