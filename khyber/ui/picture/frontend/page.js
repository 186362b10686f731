// The page of the picture: title, drawing, lines of text, as real letters on a white canvas.

import { SCALE } from "./drawing.js"

const FONT = '"Helvetica Neue", Arial, "Liberation Sans", sans-serif'
const TITLE = { font: `600 24px ${FONT}`, step: 32, colour: "#1b2530" }
const LINE = { font: `14px ${FONT}`, step: 20, colour: "#4a5560" }
const MARGIN = 24

export function compose({ width, height, layers }, title, lines) {
  const canvas = document.createElement("canvas")
  const pen = canvas.getContext("2d")
  const head = wrap(pen, TITLE, [title], width - 2 * MARGIN)
  const foot = wrap(pen, LINE, lines, width - 2 * MARGIN)
  const top = 2 * MARGIN + head.length * TITLE.step
  canvas.width = width * SCALE
  canvas.height = (top + height + 2 * MARGIN + foot.length * LINE.step) * SCALE
  pen.scale(SCALE, SCALE)
  pen.fillStyle = "#ffffff"
  pen.fillRect(0, 0, canvas.width, canvas.height)
  write(pen, TITLE, head, MARGIN)
  for (const { picture, left = 0, top: down = 0, width: across = width, height: deep = height } of layers) {
    pen.drawImage(picture, left, top + down, across, deep)
  }
  write(pen, LINE, foot, top + height + MARGIN)
  return canvas
}

function wrap(pen, { font }, paragraphs, width) {
  pen.font = font
  return paragraphs.flatMap(paragraph => {
    const rows = [""]
    for (const word of paragraph.split(/\s+/)) {
      const longer = `${rows.at(-1)} ${word}`.trim()
      if (rows.at(-1) && pen.measureText(longer).width > width) rows.push(word)
      else rows[rows.length - 1] = longer
    }
    return rows
  })
}

function write(pen, { font, step, colour }, rows, top) {
  Object.assign(pen, { font, fillStyle: colour, textBaseline: "top" })
  rows.forEach((row, position) => pen.fillText(row, MARGIN, top + position * step))
}
