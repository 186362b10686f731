// Plotly does not see a touch on its marks: the browser scrolls, or makes of a tap the mouse that Plotly understands.

const MARKS = '[data-testid="stPlotlyChart"] .draglayer'
let listening = false

export default function () {
  if (listening) return
  listening = true
  document.addEventListener("touchstart", keepFromPlotly, { capture: true, passive: true })
}

function keepFromPlotly(event) {
  if (event.target.closest?.(MARKS)) event.stopPropagation()
}
