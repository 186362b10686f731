// How the page starts: read, presented, laid out for paper, or as the speaker's window.

const source = `<!DOCTYPE html>\n${root.outerHTML}`
const BUTTONS = {
  present: () => {
    goFull()
    enter(nearest())
  },
  theme: switchTheme,
  "save-all": saveAll,
  save: button => saveTable(Number(button.dataset.of)),
}

// The slide that the reader looks at.
function nearest() {
  const found = sections.findIndex(one => one.getBoundingClientRect().bottom > innerHeight / 3)
  return Math.max(found, 0)
}

function start() {
  const asked = /^#present(?:-(\d+))?$/.exec(location.hash)
  if (asked || (location.pathname.endsWith("/present") && !location.hash)) enter(Number(asked?.[1] ?? 1) - 1)
}

function startPage() {
  document.addEventListener("click", event => {
    const button = event.target.closest("[data-do]")
    if (!button) return
    const wanted = button.dataset.do
    if (wanted in BUTTONS) BUTTONS[wanted](button)
    else act(wanted)
  })
  listenOnStage()
  watchCharts()
  addEventListener("beforeprint", layOutForPaper)
  addEventListener("afterprint", layOutForScreen)
  addEventListener("hashchange", start)
  start()
}

if (location.hash.startsWith("#notes-")) startNotes(location.hash.slice("#notes-".length))
else if (location.hash === "#print") {
  layOutForPaper()
  root.dataset.ready = "true"
} else startPage()
