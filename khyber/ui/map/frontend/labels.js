// Labels along lines that are fetched by address, such as the bands beside the border line.

import { absolute } from "./library.js"
import { beneathMarks } from "./overlay.js"

const PREFIX = "khyber-label-"

export function labelLines(map, labels = [], ground) {
  const wanted = new Set(labels.map(label => PREFIX + label.text))
  for (const id of map.getLayersOrder().filter(one => one.startsWith(PREFIX))) {
    map.setLayoutProperty(id, "visibility", wanted.has(id) ? "visible" : "none")
  }
  for (const label of labels) {
    const id = PREFIX + label.text
    if (!map.getSource(id)) add(map, id, label)
    map.setLayoutProperty(id, "text-size", label.size)
    map.setPaintProperty(id, "text-color", label.color)
    map.setPaintProperty(id, "text-halo-color", ground)
  }
}

function add(map, id, { source, text }) {
  map.addSource(id, { type: "geojson", data: absolute(source) })
  map.addLayer({
    id,
    type: "symbol",
    source: id,
    layout: { "symbol-placement": "line", "symbol-spacing": 320, "text-field": text, "text-size": 11 },
    paint: { "text-halo-width": 1.5 },
  })
  beneathMarks(map, id)
}
