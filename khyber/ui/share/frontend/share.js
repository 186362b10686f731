const wired = new WeakSet()

async function copy(field, said) {
  field.select()
  try {
    await navigator.clipboard.writeText(field.value)
    said.textContent = "Copied."
  } catch {
    said.textContent = "This browser does not let a page copy here: the link is selected, copy it yourself."
  }
}

export default function ({ parentElement, data }) {
  const field = parentElement.querySelector("input")
  const button = parentElement.querySelector("button")
  const said = parentElement.querySelector("[role=status]")
  if (field.value !== data.link) {
    field.value = data.link
    said.textContent = ""
  }
  if (wired.has(button)) return
  wired.add(button)
  field.addEventListener("focus", () => field.select())
  button.addEventListener("click", () => copy(field, said))
}
