// Play through time: which marks stand in the time window, and the controls that move it. No run of the page a frame.

import { beneathMarks, feature, overlay } from "./overlay.js"

const FRAME = 200 // milliseconds at least
const DAY = 86400000
const TRAIL = "khyber-trail"
const REST = 500 // milliseconds without a change before the address learns of it
const WORDS = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" })

export class Player {
  // `redraw` draws the frame and returns when it is drawn; `told` is called with { day, window, trail }.
  constructor(root, { redraw, told }) {
    this.controls = root.querySelector(".khyber-map-play")
    this.redraw = redraw
    this.told = told
    const part = name => this.controls.querySelector(`[data-part=${name}]`)
    this.parts = Object.fromEntries(
      ["play", "all", "day", "window", "speed", "trail", "words"].map(name => [name, part(name)]),
    )
    this.still = matchMedia("(prefers-reduced-motion: reduce)").matches
    this.state = { day: null, window: 90, trail: false }
    this.listen()
  }

  listen() {
    const { play, all, day, window: span, speed, trail } = this.parts
    play.onclick = () => this.press()
    all.onclick = () => this.set({ day: null })
    day.oninput = () => this.set({ day: Number(day.value) })
    span.onchange = () => this.set({ window: Number(span.value) })
    trail.onchange = () => this.set({ trail: trail.checked })
    speed.onchange = () => this.label()
    day.onkeydown = event => {
      if (event.key !== " ") return
      event.preventDefault()
      this.press()
    }
  }

  // What Python gives holds, unless it only repeats what it gave or was told. True where the state is another.
  show(traces, given) {
    this.controls.hidden = !given || !this.reach(traces)
    if (!given) return false
    const news = JSON.stringify(given)
    const other = news !== this.given
    if (other) {
      this.stop()
      this.state = { ...given }
    }
    this.given = news
    this.label()
    return other
  }

  reach(traces) {
    this.dayOf = new Map(traces.flatMap(trace => trace.meta?.spread
      ? trace.customdata.map((id, position) => [id, trace.meta.days[position]]) : []))
    const days = [...this.dayOf.values()]
    if (!days.length) return false
    this.first = days.reduce((one, other) => Math.min(one, other))
    this.last = days.reduce((one, other) => Math.max(one, other))
    return this.first < this.last
  }

  async set(change) {
    if ("day" in change && this.timer) this.stop()
    this.state = { ...this.state, ...change }
    await this.frame()
    this.tellSoon()
  }

  press() {
    if (this.timer) {
      this.stop()
      this.tellSoon()
    } else if (this.still) this.step().then(() => this.tellSoon())
    else this.run()
  }

  async run() {
    const mine = (this.timer = {})
    this.label()
    while (this.timer === mine) {
      const begun = performance.now()
      if (!(await this.step())) break
      await new Promise(resolve => setTimeout(resolve, Math.max(0, FRAME - performance.now() + begun)))
    }
    if (this.timer !== mine) return
    this.stop()
    this.tellSoon()
  }

  // A step further, from the beginning where all or the end is shown; false at the end.
  async step() {
    const { day, window: span } = this.state
    const ended = day === null || day >= this.last
    const next = ended ? Math.min(this.first + span - 1, this.last) : Math.min(day + Number(this.parts.speed.value), this.last)
    this.state = { ...this.state, day: next }
    await this.frame()
    return next < this.last
  }

  stop() {
    this.timer = null
    this.label()
  }

  async frame() {
    this.label()
    await this.redraw()
  }

  tellSoon() {
    clearTimeout(this.rest)
    this.rest = setTimeout(() => {
      const news = JSON.stringify(this.state)
      if (this.timer || news === this.given) return
      this.given = news
      this.told({ ...this.state, day: this.state.day === null ? null : isoOf(this.state.day) })
    }, REST)
  }

  // The traces with the marks of the time window alone, and those that came before.
  within(traces) {
    const { day, window: span } = this.state
    if (day === null || this.controls.hidden) return { traces, past: [] }
    const past = []
    const kept = traces.map(trace => {
      if (!trace.meta?.days) return trace
      const stays = trace.meta.days.map(one => this.isShown(one))
      trace.meta.days.forEach((one, position) => {
        if (trace.meta.spread && one <= day - span) past.push([trace.lon[position], trace.lat[position], day - span - one])
      })
      return only(trace, stays)
    })
    return { traces: kept, past: this.state.trail ? past : [] }
  }

  isShown(one) {
    const { day, window: span } = this.state
    return day === null || (one <= day && one > day - span)
  }

  label() {
    const { play, all, day, window: span, trail, words } = this.parts
    const going = Boolean(this.timer)
    play.textContent = going ? "Pause" : this.still ? "Step" : "Play"
    all.disabled = this.state.day === null
    words.setAttribute("aria-live", going ? "off" : "polite")
    Object.assign(day, { min: this.first, max: this.last, value: this.state.day ?? this.last })
    if (![...span.options].some(option => Number(option.value) === this.state.window)) {
      span.add(new Option(`${this.state.window} days`, this.state.window))
    }
    span.value = this.state.window
    trail.checked = this.state.trail
    const told = this.words()
    day.setAttribute("aria-valuetext", told)
    if (words.textContent !== told) words.textContent = told
  }

  words() {
    if (this.first === undefined) return ""
    const { day, window: span } = this.state
    if (day === null) return `All days: ${wordsOf(this.first)} to ${wordsOf(this.last)}`
    const shown = [...this.dayOf.values()].filter(one => this.isShown(one)).length
    return `${wordsOf(day - span + 1)} to ${wordsOf(day)}: ${shown} of ${this.dayOf.size} with a mark`
  }

  remove() {
    this.timer = null
    clearTimeout(this.rest)
  }
}

export function drawTrail(map, past, colour) {
  const dots = past.map(([lon, lat, age]) => feature("Point", [lon, lat], { age }))
  const fade = ["interpolate", ["linear"], ["get", "age"], 0, 0.5, 730, 0.12]
  overlay(map, TRAIL, "circle", { "circle-radius": 3, "circle-color": colour, "circle-opacity": fade }, dots)
  beneathMarks(map, TRAIL)
}

function only(trace, stays) {
  const own = { ...trace, meta: { ...trace.meta } }
  const cut = values => (Array.isArray(values) ? values.filter((_, position) => stays[position]) : values)
  for (const name of ["lon", "lat", "z", "text", "customdata", "hovertext"]) own[name] = cut(own[name])
  if (own.marker) own.marker = { ...own.marker, size: cut(own.marker.size) }
  own.meta.days = cut(own.meta.days)
  return own
}

const wordsOf = day => WORDS.format(new Date(day * DAY))
const isoOf = day => new Date(day * DAY).toISOString().slice(0, 10)
