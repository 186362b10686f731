// The component of the map and the strip. Streamlit calls the default export after every run that
// changed the data, and when the theme changes; the node and what the reader did with it stay.

import {
  changed, colourBackground, colourPlain, idOf, mapOf, markSelected, orderMarks, outlineMarks,
  prepare, selectedTrace, spareLayers, spareSources,
} from "./figure.js"
import { labelLines } from "./labels.js"
import { listenToKeys, tellStep } from "./keys.js"
import { loadPlotly, requireWebGL } from "./library.js"
import { drawTrail, Player } from "./play.js"
import { Selector } from "./select.js"
import { drawLegs, placeOf as townOf, spread, SPREAD_FROM, spreadZoom, towns } from "./spread.js"
import { themeOf } from "./theme.js"
import { expectAll, joinGroup } from "./together.js"
import { cameraOf, currentView, homeView, sameView } from "./view.js"

const CONFIG = { displayModeBar: false, responsive: false }
const NARROW = 600 // pixels
const MOST_HEIGHT = "120vw" // of a map, so that it is not all land around the border on a phone
const REPORT_AFTER = 400 // milliseconds without a movement
const ZOOM_STEP = 1
const BENEATH = 8 // pixels from the mark of a crossing to that of an incident
const liveMaps = new WeakMap()

export default function (component) {
  const root = component.parentElement.querySelector(".khyber-map")
  if (!liveMaps.has(root)) liveMaps.set(root, new LiveMap(root))
  const live = liveMaps.get(root)
  live.show(component)
  // Streamlit also calls this after a run that a newer one has overtaken: then the map lives on.
  return () => {
    if (root.isConnected) return
    live.remove()
    liveMaps.delete(root)
  }
}

class LiveMap {
  constructor(root) {
    this.root = root
    this.node = root.querySelector(".khyber-map-figure")
    this.buttons = root.querySelector(".khyber-map-buttons")
    this.failure = root.querySelector(".khyber-map-failure")
    this.opened = new Set() // the towns whose marks were spread by a click
    this.player = new Player(root, { redraw: () => this.redraw(), told: state => this.tell("played", state) })
    this.selector = new Selector(root, corners => this.tell("shaped", { corners }))
    this.resizes = 0 // under way
    this.unanswered = [] // views noted in the address and not yet heard back from Python
    this.buttons.onclick = event => this.press(event.target.closest("button")?.dataset.move)
    this.resizing = new ResizeObserver(() => this.resize())
    this.resizing.observe(this.node)
  }

  show(component) {
    this.component = component
    this.wanted = { ...component.data, spec: JSON.parse(component.data.spec) }
    this.work()
  }

  // One drawing at a time; of the data that come meanwhile only the newest are drawn.
  async work() {
    if (this.busy) return
    this.busy = true
    while (this.wanted && this.root.isConnected) {
      const data = this.wanted
      this.wanted = null
      await this.attempt(data)
    }
    this.busy = false
    this.takeDown()
    this.drawAgain()
  }

  async attempt(data) {
    const { height = data.height } = (this.isNarrow() && data.spec.layout.meta?.narrow) || {}
    this.node.style.height = `${height}px`
    this.node.style.maxHeight = data.spec.layout.map ? MOST_HEIGHT : ""
    this.node.hidden = false
    try {
      if (data.spec.layout.map && !this.drawn) requireWebGL()
      this.plotly = await loadPlotly(data.library)
      if (this.root.isConnected) await this.draw(data)
      this.tellFailure("")
    } catch (error) {
      if (this.removed) return
      console.warn("map:", error)
      this.forget()
      this.tellFailure(error?.message ?? String(error), Boolean(data.spec.layout.map))
    }
  }

  async draw(data) {
    await stillness(mapOf(this.node))
    const theme = themeOf(this.root)
    this.narrow = this.isNarrow()
    this.tools = data.tools
    this.selected = data.selected
    const figure = JSON.stringify([data.spec, theme, this.narrow, data.spec.layout.map ? null : data.selected])
    if (figure !== this.drawn) await this.drawFigure(data, theme)
    else if (this.player.show(this.whole.data, data.tools?.play)) await this.drawPart()
    this.drawn = figure
    const map = mapOf(this.node)
    this.name(map, data.alt)
    if (!map) return
    markSelected(map, this.node.data, data.selected, theme.text)
    this.selector.show(map, data.tools, theme.text)
    await this.painted
    this.follow(map, data.view)
  }

  tell(name, value) {
    this.component.setTriggerValue(name, value)
  }

  name(map, alt) {
    const named = map ? map.getCanvas() : this.node
    if (!map) named.setAttribute("role", "img")
    named.setAttribute("aria-label", alt)
    if (!map) tellStep(named, this.component.data.selected)
  }

  isNarrow() {
    return this.node.clientWidth < NARROW
  }

  async drawFigure({ spec, view, selected }, theme) {
    const { data, layout } = prepare(spec, { dark: theme.dark, narrow: this.narrow })
    colourPlain(layout, theme)
    if (layout.map) this.placeMap(layout, view, theme)
    else this.placeStrip(data, layout, selected, theme)
    this.whole = { data, layout, theme }
    this.player.show(data, this.tools?.play)
    await this.drawPart()
    const map = mapOf(this.node)
    if (!this.drawn) this.begin(map)
    if (!map) return
    colourBackground(map, theme.sea)
    labelLines(map, layout.meta?.labels, theme.background)
    letWheelZoom(map)
  }

  // Of the figure what stands in the time window, with the marks of near towns spread.
  async drawPart() {
    const { data, layout, theme } = this.whole
    const map = mapOf(this.node)
    const inTime = this.player.within(data)
    const zoom = map ? map.getZoom() : layout.map?.zoom ?? 0
    this.spreadAt = spreadKey(zoom)
    const { traces, legs } = layout.meta?.still ? { traces: inTime.traces, legs: [] } : spread(inTime.traces, zoom, this.opened)
    const steps = map ? [changed(this.node)] : []
    this.painted = this.plotly.react(this.node, traces, layout, { ...CONFIG, scrollZoom: Boolean(layout.map) })
    await Promise.race([...steps, this.painted])
    const drawn = mapOf(this.node)
    if (!drawn) return
    spareLayers(this.node)
    spareSources(drawn)
    orderMarks(drawn, traces)
    outlineMarks(drawn, traces, theme.background)
    drawLegs(drawn, legs, theme.text)
    drawTrail(drawn, inTime.past, theme.text)
  }

  // The same figure again, after a step through time or a zoom.
  async redraw() {
    this.again = this.busy
    if (!this.drawn || this.busy) return
    this.busy = true
    try {
      const map = mapOf(this.node)
      await stillness(map)
      if (map) Object.assign(this.whole.layout.map, placeOf(map))
      await this.drawPart()
      if (map) {
        letWheelZoom(map)
        markSelected(map, this.node.data, this.selected, this.whole.theme.text)
      }
      await this.painted
    } finally {
      this.busy = false
      this.takeDown()
    }
    if (this.wanted) this.work()
    else this.drawAgain()
  }

  // What was asked for while something else was drawn.
  drawAgain() {
    if (this.again && !this.removed) this.redraw()
  }

  placeStrip(data, layout, selected, theme) {
    layout.uirevision ??= "kept"
    layout.font = { family: theme.font, ...layout.font }
    data.push(selectedTrace(data, selected, theme.text))
  }

  // MapLibre takes the style once, and the reader's view stands above that of the figure.
  placeMap(layout, view, theme) {
    this.home = homeView(layout, this.node.clientWidth, this.node.clientHeight)
    const map = mapOf(this.node)
    if (map) {
      Object.assign(layout.map, { style: this.style, ...placeOf(map) })
      return
    }
    this.style = layout.map.style
    for (const layer of this.style.layers ?? []) {
      if (layer.type === "background") layer.paint = { ...layer.paint, "background-color": theme.sea }
    }
    this.known = this.given = view
    const [lat, lon, zoom] = view ?? this.home
    Object.assign(layout.map, { center: { lat, lon }, zoom })
  }

  begin(map) {
    this.node.on("plotly_click", ({ points }) => this.pick(points.find(point => point.customdata) ?? this.beneath(points[0])))
    if (!map) return listenToKeys(this.node, id => this.component.setTriggerValue("picked", { id }))
    map._fadeDuration = 0 // letters stand at once; to fade them in, the whole map would be painted over and over
    this.known = currentView(map)
    if (this.node.layout.meta?.still) return this.stand(map)
    this.buttons.hidden = false
    map.on("moveend", () => {
      this.keepPlace(map)
      if (spreadKey(map.getZoom()) !== this.spreadAt) this.redraw()
      this.reportSoon(map)
    })
    this.leave = joinGroup(this, map, this.node.layout.meta?.together)
    northUp(map)
    sparePage(map)
    map.getCanvas().addEventListener("keydown", event => {
      if (event.key !== "Escape") return
      this.tell("picked", { id: null })
      if (this.opened.size) {
        this.opened.clear()
        this.redraw()
      }
    })
  }

  // A map that is looked at: nothing moves it, and neither a click nor the keyboard reaches it.
  stand(map) {
    this.node.style.pointerEvents = "none"
    map.getCanvas().tabIndex = -1
  }

  pick(point) {
    if (point && !this.opens(point)) this.tell("picked", { id: String(idOf(point.customdata)) })
  }

  // A mark of an incident that lies beneath another one, such as that of a crossing.
  beneath(point) {
    const map = mapOf(this.node)
    if (!map || point?.lon === undefined) return undefined
    const clicked = map.project([point.lon, point.lat])
    for (const [curveNumber, trace] of this.node.data.entries()) {
      if (!trace.meta?.spread) continue
      const position = trace.lon.findIndex((lon, place) => map.project([lon, trace.lat[place]]).dist(clicked) < BENEATH)
      if (position >= 0) return { curveNumber, customdata: trace.customdata[position] }
    }
    return undefined
  }

  // A click on a town with several marks spreads them; the next one chooses among them.
  opens({ curveNumber, customdata }) {
    const map = mapOf(this.node)
    const whole = this.whole.data[curveNumber]
    if (!map || !whole?.meta?.spread || map.getZoom() >= SPREAD_FROM) return false
    const place = townOf(whole, whole.customdata.indexOf(idOf(customdata)))
    if (this.opened.has(place) || towns(this.player.within(this.whole.data).traces).get(place)?.length < 2) return false
    this.opened = new Set([place])
    this.redraw()
    return true
  }

  // Move to the view that Python gives, unless it only repeats what this map has noted.
  follow(map, view) {
    const answered = this.unanswered.findIndex(reported => sameView(reported, view))
    const repeats = answered >= 0 || sameView(view, this.given)
    this.unanswered.splice(0, answered + 1)
    this.given = view
    if (!repeats) this.move(map, view ?? this.home)
  }

  move(map, view) {
    this.unanswered = []
    clearTimeout(this.report)
    map.jumpTo(cameraOf(view))
    this.known = currentView(map)
  }

  // Plotly notes only the movements that a mouse has begun, and goes back to its note when it resizes.
  keepPlace(map) {
    Object.assign(this.node.layout.map, placeOf(map))
  }

  reportSoon(map) {
    clearTimeout(this.report)
    this.report = setTimeout(() => {
      const view = currentView(map)
      if (this.removed || map.isMoving() || sameView(view, this.known)) return
      this.known = view
      this.unanswered.push(view)
      expectAll(this, view)
      noteInAddress("view", view)
      this.tell("moved", view)
    }, REPORT_AFTER)
  }

  press(move) {
    const map = mapOf(this.node)
    if (!map || !move) return
    if (move === "home") map.easeTo(cameraOf(this.home))
    else map.easeTo({ zoom: map.getZoom() + (move === "in" ? ZOOM_STEP : -ZOOM_STEP) })
  }

  async resize() {
    if (!this.drawn || !this.node.clientWidth) return
    const map = mapOf(this.node)
    const wasHome = map && sameView(currentView(map), this.home)
    this.resizes += 1
    await this.plotly.Plots.resize(this.node).catch(error => console.warn("map:", error))
    this.resizes -= 1
    if (this.removed) return this.takeDown()
    if (this.drawn && this.isNarrow() !== this.narrow) this.show(this.component)
    if (!map || !this.drawn) return
    this.home = homeView(this.node.layout, this.node.clientWidth, this.node.clientHeight)
    if (wasHome) this.move(map, this.home)
  }

  tellFailure(reason, isMap) {
    this.failure.hidden = !reason
    this.node.hidden = Boolean(reason)
    const what = isMap ? "map" : "chart"
    this.failure.textContent = reason
      && `The ${what} cannot be drawn: ${reason}. The list below shows the same incidents.`
    if (reason) this.buttons.hidden = true
  }

  forget() {
    clearTimeout(this.report)
    this.leave?.()
    this.drawn = this.style = this.given = this.known = null
    this.unanswered = []
    if (this.plotly && this.node.data) this.plotly.purge(this.node)
  }

  remove() {
    this.removed = true
    this.resizing.disconnect()
    this.player.remove()
    this.wanted = null
    this.takeDown()
  }

  // Plotly fails in many places when its map is taken away while it draws.
  takeDown() {
    if (this.removed && !this.busy && !this.resizes) this.forget()
  }
}

function placeOf(map) {
  const { lat, lng } = map.getCenter()
  return { center: { lat, lon: lng }, zoom: map.getZoom() }
}

const spreadKey = zoom => (zoom >= SPREAD_FROM ? spreadZoom(zoom) : "far")

// Plotly would cut a movement short by setting the place it knew when it began to draw.
function stillness(map) {
  return map?.isMoving() ? new Promise(resolve => map.once("moveend", resolve)) : null
}

// No new entry in the history: Back leaves the page, it does not undo a movement.
function noteInAddress(name, view) {
  const address = new URL(location)
  address.searchParams.set(name, view.join())
  history.replaceState(history.state, "", address)
}

function northUp(map) {
  map.dragRotate.disable()
  map.touchPitch.disable()
  map.touchZoomRotate.disableRotation()
  map.keyboard.disableRotation()
}

// One finger scrolls the page and two move the map; the wheel zooms only a map that was clicked.
function sparePage(map) {
  if (!matchMedia("(pointer: fine)").matches) map.cooperativeGestures.enable()
  for (const event of ["focus", "blur"]) map.getCanvas().addEventListener(event, () => letWheelZoom(map))
}

// Plotly switches the wheel on at each drawing.
function letWheelZoom(map) {
  const focused = document.activeElement === map.getCanvas()
  if (focused || map.cooperativeGestures.isEnabled()) map.scrollZoom.enable()
  else map.scrollZoom.disable()
}
