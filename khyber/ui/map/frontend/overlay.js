// What the component itself draws on the map, each in one layer of one source that stays from drawing to drawing.

export function overlay(map, id, type, paint, features) {
  const collection = { type: "FeatureCollection", features }
  const source = map.getSource(id)
  if (source) source.setData(collection)
  else if (!features.length) return
  else {
    map.addSource(id, { type: "geojson", data: collection })
    map.addLayer({ id, type, source: id, paint })
  }
  for (const [name, value] of Object.entries(paint)) map.setPaintProperty(id, name, value)
}

// Put what was drawn beneath the marks of incidents.
export function beneathMarks(map, id) {
  const lowest = map.getLayersOrder().find(one => one.startsWith("plotly-trace-layer-ring") || one.startsWith("plotly-trace-layer-disc"))
  if (map.getLayer(id) && lowest) map.moveLayer(id, lowest)
}

export const feature = (type, coordinates, properties = {}) =>
  ({ type: "Feature", geometry: { type, coordinates }, properties })
