// What stands on a stage or on paper must fit: letters shrink first, then the last lines are left out and counted.

const SHRINK = 0.94
const LEAST_LETTERS = 0.66
const LEAST_AT_ALL = 0.5
const overflows = box => box.scrollHeight > box.clientHeight + 1

function fit(section) {
  const now = root.dataset.mode
  unfit(section)
  if (now === "read" || isPhone()) return
  shrink(section.querySelector("header"), 0.4)
  fitPart(section.querySelector(".aside"), ".notes li, .boundary li", "note")
  const words = section.querySelector(".words")
  if (!words) return
  fitPart(words, "dl > div:not(.pointed), tbody tr", "line", words.matches(".few") ? LEAST_AT_ALL : LEAST_LETTERS)
}

function unfit(section) {
  section.querySelectorAll(".left-out").forEach(one => one.classList.remove("left-out"))
  section.querySelectorAll(".cut").forEach(one => one.remove())
  section.querySelectorAll("[style*='--fit']").forEach(one => one.style.removeProperty("--fit"))
}

function shrink(box, least, from = 1) {
  for (let size = from; overflows(box) && size > least; size *= SHRINK) box.style.setProperty("--fit", size.toFixed(3))
}

function fitPart(box, items, what, least = LEAST_LETTERS) {
  shrink(box, least)
  if (!overflows(box)) return
  const told = document.createElement("p")
  told.className = "cut"
  box.append(told)
  const where = foundAgain(box.closest("section"), what)
  const all = [...box.querySelectorAll(items)].filter(one => !one.closest(".boundary"))
  for (let left = 1; overflows(box) && all.length; left++) {
    all.pop().classList.add("left-out")
    told.textContent = `and ${left} more ${what}${left > 1 ? "s" : ""} ${where}`
  }
  shrink(box, LEAST_AT_ALL, least)
}
