// A view is [latitude, longitude, zoom], rounded as it stands in links.

const WORLD = 512 // width of the whole world in pixels at zoom 0
const MARGIN = 16

export function currentView(map) {
  const { lat, lng } = map.getCenter().wrap()
  return [round(lat, 4), round(lng, 4), round(map.getZoom(), 2)]
}

export const sameView = (one, other) => nameOf(one) === nameOf(other)

export const cameraOf = ([lat, lon, zoom]) => ({ center: [lon, lat], zoom })

export function homeView(layout, width, height) {
  const home = layout.meta?.home
  if (home) return fit(home, width, height)
  const { center = { lat: 0, lon: 0 }, zoom = 1 } = layout.map
  return [center.lat, center.lon, zoom]
}

function fit([west, south, east, north], width, height) {
  const across = (east - west) / 360
  const down = mercator(north) - mercator(south)
  const room = side => Math.max(side - 2 * MARGIN, 1) / WORLD
  const zoom = Math.log2(Math.min(room(width) / across, room(height) / down))
  const middle = latitude((mercator(south) + mercator(north)) / 2)
  return [round(middle, 4), round((west + east) / 2, 4), round(zoom - 0.005, 2)]
}

// The place so many pixels right of and below another, at a zoom.
export function offset([lon, lat], [right, below], zoom) {
  const world = WORLD * 2 ** zoom
  return [lon + right / world * 360, latitude(mercator(lat) - below / world)]
}

// Latitude to the share of the world's height above the equator, and back.
const mercator = degrees => Math.log(Math.tan(Math.PI / 4 + degrees * Math.PI / 360)) / (2 * Math.PI)
const latitude = share => Math.atan(Math.sinh(share * 2 * Math.PI)) * 180 / Math.PI

const round = (number, digits) => Number(number.toFixed(digits))
const nameOf = view => view && [view[0].toFixed(4), view[1].toFixed(4), view[2].toFixed(2)].join()
