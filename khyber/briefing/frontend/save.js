// Files made in the browser from what this file holds.

const FORMULA = /^[=+\-@\t\r]/

function save(name, type, text) {
  const link = document.createElement("a")
  link.href = URL.createObjectURL(new Blob([text], { type }))
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000)
}

function saveAll() {
  save(`khyber-brief-${brief.release}.json`, "application/json", JSON.stringify(brief, null, 1))
}

// Text that a spreadsheet would take for a formula stands behind an apostrophe.
function saveTable(number) {
  const { figure, table } = brief.slides[number]
  const lines = [[...table.columns, "Release"], ...table.rows.map(row => [...row, brief.release])]
  const text = lines.map(line => line.map(cellOf).join(",")).join("\n")
  save(`khyber-${figure}-${brief.release}.csv`, "text/csv;charset=utf-8", `${text}\n`)
}

function cellOf(value) {
  if (value === null) return ""
  const text = typeof value === "string" && FORMULA.test(value) ? `'${value}` : String(value)
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
