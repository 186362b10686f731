// Streamlit's theme, as it stands on an element of a component.

export function themeOf(element) {
  const style = getComputedStyle(element)
  const colour = name => style.getPropertyValue(`--st-${name}-color`).trim()
  const background = colour("background") || "#ffffff"
  return {
    background,
    sea: colour("secondary-background") || "#eef2f5",
    text: colour("text") || "#1b2530",
    border: colour("border") || "#888888",
    font: style.getPropertyValue("--st-font").trim() || "sans-serif",
    dark: isDark(background),
  }
}

function isDark(colour) {
  const pen = document.createElement("canvas").getContext("2d")
  pen.fillStyle = colour
  const [red, green, blue] = [1, 3, 5].map(start => parseInt(pen.fillStyle.slice(start, start + 2), 16))
  return 0.299 * red + 0.587 * green + 0.114 * blue < 128
}
