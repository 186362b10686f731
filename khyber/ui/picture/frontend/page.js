// The page of a picture: title, drawing, lines of text, as real letters on white; on a canvas or as SVG.

export const WIDTH = 1200
export const SCALE = 2
const FONT = '"Helvetica Neue", Arial, "Liberation Sans", sans-serif'
const TITLE = { size: 24, weight: 600, step: 32, colour: "#1b2530" }
const LINE = { size: 14, weight: 400, step: 20, colour: "#4a5560" }
const PAPER = "#ffffff"
const MARGIN = 24

export function compose({ width, height, layers }, title, lines) {
  const canvas = document.createElement("canvas")
  const pen = canvas.getContext("2d")
  const page = layOut(pen, width, height, title, lines)
  canvas.width = width * SCALE
  canvas.height = page.height * SCALE
  pen.scale(SCALE, SCALE)
  pen.fillStyle = PAPER
  pen.fillRect(0, 0, canvas.width, canvas.height)
  write(pen, TITLE, page.head, MARGIN)
  for (const { picture, left = 0, top: down = 0, width: across = width, height: deep = height } of layers) {
    pen.drawImage(picture, left, page.top + down, across, deep)
  }
  write(pen, LINE, page.foot, page.bottom)
  return canvas
}

// The same page as the text of an SVG file. A layer is a picture, or `markup` that draws itself from its upper left.
export function composeSvg({ width, height, layers }, title, lines) {
  const page = layOut(document.createElement("canvas").getContext("2d"), width, height, title, lines)
  const drawn = layers.map(layer => layer.markup ?? image({ width, height, ...layer }))
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" role="img"`,
    ` width="${width}" height="${page.height}" viewBox="0 0 ${width} ${page.height}">`,
    `<title>${escaped(title)}</title><rect width="100%" height="100%" fill="${PAPER}"/>`,
    texts(TITLE, page.head, MARGIN),
    `<g transform="translate(0 ${page.top})">${drawn.join("")}</g>`,
    texts(LINE, page.foot, page.bottom),
    "</svg>",
  ].join("")
}

function layOut(pen, width, height, title, lines) {
  const head = wrap(pen, TITLE, [title], width - 2 * MARGIN)
  const foot = wrap(pen, LINE, lines, width - 2 * MARGIN)
  const top = 2 * MARGIN + head.length * TITLE.step
  const bottom = top + height + MARGIN
  return { head, foot, top, bottom, height: bottom + foot.length * LINE.step + MARGIN }
}

const fontOf = ({ size, weight }) => `${weight} ${size}px ${FONT}`

// Paragraphs as rows of no more than a width; a word that is too long for one is broken.
export function wrap(pen, look, paragraphs, width) {
  pen.font = fontOf(look)
  const fits = text => pen.measureText(text).width <= width
  return paragraphs.flatMap(paragraph => {
    const rows = [""]
    for (const word of paragraph.split(/\s+/)) {
      const longer = `${rows.at(-1)} ${word}`.trim()
      if (fits(longer)) rows[rows.length - 1] = longer
      else rows.push(...broken(word, fits))
    }
    return rows.filter(row => row)
  })
}

function broken(word, fits) {
  const rows = [""]
  for (const letter of word) {
    if (rows.at(-1) && !fits(rows.at(-1) + letter)) rows.push("")
    rows[rows.length - 1] += letter
  }
  return rows
}

function write(pen, look, rows, top) {
  Object.assign(pen, { font: fontOf(look), fillStyle: look.colour, textBaseline: "top" })
  rows.forEach((row, position) => pen.fillText(row, MARGIN, top + position * look.step))
}

// Rows of text as SVG, the first with its upper edge at `top`.
export function texts({ size, weight, step, colour }, rows, top, left = MARGIN) {
  const lines = rows.map((row, position) => `<tspan x="${left}" y="${top + size + position * step}">${escaped(row)}</tspan>`)
  const font = `font-family="${escaped(FONT)}" font-size="${size}" font-weight="${weight}"`
  return `<text ${font} fill="${colour}">${lines.join("")}</text>`
}

const image = ({ picture, left = 0, top = 0, width, height }) =>
  `<image x="${left}" y="${top}" width="${width}" height="${height}" href="${picture.toDataURL("image/png")}"/>`

export const escaped = text => new Option(text).innerHTML.replaceAll('"', "&quot;")
