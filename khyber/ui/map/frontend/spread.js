// Marks of one town, spread around it on the screen so that each can be reached. Their places on record are unchanged.

import { beneathMarks, feature, overlay } from "./overlay.js"
import { offset } from "./view.js"

export const SPREAD_FROM = 8 // the zoom from which every town is spread; before, the one that was clicked
const GAP = 13 // pixels between neighbours
const GOLDEN = Math.PI * (3 - Math.sqrt(5))
const STEPS = 2 // the marks move with each half of a zoom
const LEGS = "khyber-legs"

export const spreadZoom = zoom => Math.round(zoom * STEPS) / STEPS

export const placeOf = (trace, position) => `${trace.lon[position]},${trace.lat[position]}`

// By place: the ids of its incidents, in the order of their names, which begin with the day.
export function towns(traces) {
  const found = new Map()
  for (const trace of traces) {
    if (!trace.meta?.spread) continue
    trace.customdata.forEach((id, position) => {
      const place = placeOf(trace, position)
      if (!found.has(place)) found.set(place, new Set())
      found.get(place).add(id)
    })
  }
  return new Map([...found].map(([place, ids]) => [place, [...ids].sort()]))
}

// The traces with the marks of spread towns moved, and a leg from each town to each of its marks.
export function spread(traces, zoom, opened) {
  const all = towns(traces)
  const near = zoom >= SPREAD_FROM
  const legs = []
  const moved = new Map()
  for (const [place, ids] of all) {
    if (ids.length < 2 || !(near || opened.has(place))) continue
    const town = place.split(",").map(Number)
    ids.forEach((id, rank) => {
      const at = offset(town, around(rank), spreadZoom(zoom))
      moved.set(id, at)
      legs.push(feature("LineString", [town, at]))
    })
  }
  return { traces: moved.size ? traces.map(trace => move(trace, moved)) : traces, legs }
}

export function drawLegs(map, legs, colour) {
  overlay(map, LEGS, "line", { "line-color": colour, "line-width": 0.7, "line-opacity": 0.6 }, legs)
  beneathMarks(map, LEGS)
}

function around(rank) {
  const far = GAP * Math.sqrt(rank + 0.7)
  return [far * Math.cos(rank * GOLDEN), far * Math.sin(rank * GOLDEN)]
}

function move(trace, moved) {
  if (!trace.meta?.spread || !trace.customdata.some(id => moved.has(id))) return trace
  const at = trace.customdata.map((id, position) => moved.get(id) ?? [trace.lon[position], trace.lat[position]])
  return { ...trace, lon: at.map(one => one[0]), lat: at.map(one => one[1]) }
}
