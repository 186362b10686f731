// A slide as one picture: the title, its chart or its words, and what must be read with it, as SVG on the page.

const TALL = 675 // pixels, of a chart that names no height
const LEAST_MARGIN = 24
const FACT = { size: 18, weight: 400, step: 26, colour: "#1b2530" }
const HEAD = { size: 14, weight: 600, step: 20, colour: "#1b2530" }
const CELL = { size: 14, weight: 400, step: 20, colour: "#1b2530" }
const GAP = 16
const LONGEST_WORD = 200 // pixels; a longer one is broken

globalThis.draw = async ({ title, lines, spec, facts, table }) => {
  const drawing = spec ? await chart(spec) : words(facts, table)
  const svg = composeSvg(drawing, title, lines)
  document.body.innerHTML = svg
  const { width, height } = document.body.firstChild.viewBox.baseVal
  return { svg, width, height }
}

async function chart({ data, layout }) {
  data.forEach(outline)
  const { height = TALL, font } = layout
  const look = { paper_bgcolor: "#ffffff", plot_bgcolor: "#ffffff", ...layout, font: { color: FACT.colour, ...font } }
  Object.assign(look, { width: WIDTH, height, autosize: false, title: undefined })
  const address = await Plotly.toImage({ data, layout: look }, { format: "svg", width: WIDTH, height })
  return { width: WIDTH, height, layers: [{ markup: decodeURIComponent(address.slice(address.indexOf(",") + 1)) }] }
}

// Our conventions for marks: an edge alone, or an edge around.
function outline(trace) {
  const { ring, outline: edge } = trace.meta ?? {}
  const color = trace.marker?.color
  if (ring) trace.marker = { ...trace.marker, color: "rgba(0,0,0,0)", line: { color, width: ring === true ? 1.5 : ring } }
  else if (edge) trace.marker = { ...trace.marker, line: { color: edge.color ?? "#000", width: edge.width ?? 1 } }
}

// A figure without a chart: its key figures, one a line, and the first rows of its table.
function words(facts, { columns, rows, more }) {
  const pen = document.createElement("canvas").getContext("2d")
  const told = wrap(pen, FACT, facts, WIDTH - 2 * LEAST_MARGIN)
  const widths = rows.length ? share(pen, [columns, ...rows]) : []
  const markup = [texts(FACT, told, 0)]
  let top = told.length * FACT.step + GAP
  const write = (row, look) => {
    const wrapped = widths.map((width, place) => wrap(pen, look, [row[place]], width - GAP))
    const lefts = widths.map((_, place) => LEAST_MARGIN + sum(widths.slice(0, place)))
    markup.push(...wrapped.map((lines, place) => texts(look, lines, top, lefts[place])))
    top += Math.max(1, ...wrapped.map(lines => lines.length)) * look.step + GAP / 4
  }
  if (rows.length) write(columns, HEAD)
  rows.forEach(row => write(row, CELL))
  const left = rows.length ? columns.length - widths.length : 0
  const said = [more, left && `columns left out for want of room: ${columns.slice(-left).join(", ")}`].filter(Boolean)
  const ends = wrap(pen, HEAD, said, WIDTH - 2 * LEAST_MARGIN)
  markup.push(texts(HEAD, ends, top))
  return { width: WIDTH, height: top + ends.length * HEAD.step, layers: [{ markup: markup.join("") }] }
}

// The widths of the columns that find room, each as wide as its longest word at least; the rest of the room goes to
// those that need more.
function share(pen, rows) {
  pen.font = fontOf(HEAD)
  const widest = texts => GAP + 8 + Math.max(...texts.map(text => pen.measureText(text).width))
  const columns = rows[0].map((_, place) => rows.map(row => row[place]))
  const least = columns.map(cells => Math.min(widest(cells.flatMap(cell => cell.split(" "))), LONGEST_WORD))
  const room = WIDTH - 2 * LEAST_MARGIN
  while (sum(least) > room) least.pop()
  const wants = least.map((width, place) => Math.max(widest(columns[place]) - width, 0))
  const left = room - sum(least)
  if (sum(wants) <= left) return least.map((width, place) => width + wants[place])
  const parts = wants.map(want => want ** 0.6)
  return least.map((width, place) => width + (parts[place] / sum(parts)) * left)
}

const sum = list => list.reduce((all, one) => all + one, 0)
