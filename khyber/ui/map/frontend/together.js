// Maps with the same `meta.together` move together, in the browser alone. The one that the reader moves leads:
// the others follow without leading in turn, and hold the view that it reports for one of their own.

import { currentView } from "./view.js"

const groups = new Map()

export function joinGroup(live, map, name) {
  if (!name) return () => {}
  if (!groups.has(name)) groups.set(name, new Set())
  const group = groups.get(name)
  const member = { live, map, led: false }
  const others = () => [...group].filter(one => one !== member)
  const lead = () => member.led || others().forEach(one => follow(one, map))
  group.add(member)
  map.on("move", lead)
  return () => {
    group.delete(member)
    map.off("move", lead)
  }
}

function follow(member, leader) {
  member.led = true
  member.map.jumpTo({ center: leader.getCenter(), zoom: leader.getZoom() })
  member.led = false
  member.live.known = currentView(member.map)
}

// What one map of a group reports comes back from Python to all of them.
export function expectAll(live, view) {
  for (const group of groups.values()) {
    const members = [...group]
    if (!members.some(one => one.live === live)) continue
    members.filter(one => one.live !== live).forEach(one => one.live.unanswered.push(view))
  }
}
