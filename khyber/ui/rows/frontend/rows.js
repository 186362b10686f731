// The list of rows. Streamlit calls the default export after every run; the rows are made anew only when they differ.

const lists = new WeakMap()

export default function ({ parentElement, data, setTriggerValue }) {
  const box = parentElement.querySelector("[role=listbox]")
  if (!lists.has(box)) lists.set(box, new List(box))
  lists.get(box).show(data, id => setTriggerValue("picked", { id }))
}

class List {
  constructor(box) {
    this.box = box
    box.addEventListener("click", ({ target }) => this.pick(target.closest("[role=option]")))
    box.addEventListener("keydown", event => this.press(event))
  }

  show({ items, label, selected, tall }, tell) {
    this.tell = tell
    this.box.setAttribute("aria-label", label)
    this.box.hidden = false
    this.box.classList.toggle("khyber-rows-tall", tall)
    const changed = items !== this.items
    if (changed) this.fill(items)
    if (changed || selected !== this.selected) this.mark(selected)
  }

  fill(items) {
    this.items = items
    this.rows = JSON.parse(items).map((row, place) => option(row, `${this.name()}-${place}`))
    this.box.replaceChildren(...this.rows)
  }

  name() {
    return this.prefix ??= `khyber-row-${Math.random().toString(36).slice(2)}`
  }

  mark(selected) {
    this.selected = selected
    for (const row of this.rows) row.setAttribute("aria-selected", row.dataset.id === selected)
    this.go(this.rows.findIndex(row => row.dataset.id === selected))
  }

  // Only the box is scrolled, never the page.
  go(place) {
    this.rows[this.place]?.classList.remove("khyber-rows-active")
    this.place = place
    const row = this.rows[place]
    if (!row) return this.box.removeAttribute("aria-activedescendant")
    row.classList.add("khyber-rows-active")
    this.box.setAttribute("aria-activedescendant", row.id)
    const above = row.offsetTop - this.box.offsetTop
    const below = above + row.offsetHeight - this.box.clientHeight
    if (this.box.scrollTop > above) this.box.scrollTop = above
    else if (this.box.scrollTop < below) this.box.scrollTop = below
  }

  press(event) {
    const last = this.rows.length - 1
    const now = this.place ?? -1
    const target = {
      ArrowDown: now + 1, ArrowUp: now - 1, PageDown: now + 8, PageUp: now - 8, Home: 0, End: last,
    }[event.key]
    if (target !== undefined) this.go(Math.min(Math.max(target, 0), last))
    else if (event.key === "Enter" || event.key === " ") this.pick(this.rows[now])
    else if (event.key === "Escape") this.tell("")
    else return
    event.preventDefault()
  }

  pick(row) {
    if (!row) return
    this.mark(row.dataset.id)
    this.tell(row.dataset.id)
  }
}

function option(row, id) {
  const item = element("li", row.is_inside ? "khyber-rows-part" : "")
  item.id = id
  item.dataset.id = row.id
  item.setAttribute("role", "option")
  const letter = element("b", "khyber-rows-letter", row.letter)
  letter.style.background = row.colour
  letter.setAttribute("aria-hidden", "true")
  const what = element("span", "khyber-rows-what")
  what.append(element("strong", "", row.title), element("small", "", row.about))
  if (row.part) what.append(element("small", "khyber-rows-of", row.part))
  const value = element("span", "khyber-rows-value", row.value)
  if (row.more) value.append(element("small", "", row.more))
  item.append(letter, element("span", "khyber-rows-when", row.when), what, value)
  return item
}

function element(tag, kind, text = "") {
  const made = document.createElement(tag)
  if (kind) made.className = kind
  made.textContent = text
  return made
}
