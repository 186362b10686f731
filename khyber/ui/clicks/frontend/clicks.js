// Charts are mounted late and sometimes anew: each is listened to from the first time that it is touched.

const tell = new Map() // by the key of a chart: how its clicks are told
const heard = new WeakSet()

export default function ({ data, setTriggerValue }) {
  if (tell.size === 0) {
    document.addEventListener("pointerdown", listen, { capture: true, passive: true })
    document.addEventListener("touchstart", leaveToBrowser, { capture: true, passive: true })
  }
  tell.set(data.chart, id => setTriggerValue("picked", { id }))
}

const chartOf = target => target.closest?.(".js-plotly-plot")
const keyOf = chart => chart && [...tell.keys()].find(key => chart.closest(`.st-key-${key}`))

function listen({ target }) {
  const chart = chartOf(target)
  const key = keyOf(chart)
  if (!key || heard.has(chart)) return
  heard.add(chart)
  chart.on("plotly_click", ({ points }) => {
    const marked = points.find(point => typeof point.customdata === "string")
    if (marked) tell.get(key)(marked.customdata)
  })
}

// Plotly looks for the mark under a mouse only. Of a tap that it does not see the browser makes one.
function leaveToBrowser(event) {
  if (keyOf(chartOf(event.target)) && event.target.closest(".draglayer")) event.stopPropagation()
}
