// Addresses of this server, and plotly.js, loaded once however many components ask for it.

// This module is served as <root>/_stcore/bidi-components/khyber.map/library.js.
const root = new URL("../../../", import.meta.url)
const loading = new Map()

export const absolute = address => new URL(address, root).href

export function loadPlotly(address) {
  const url = absolute(address)
  if (!loading.has(url)) {
    loading.set(url, loadScript(url).catch(error => {
      loading.delete(url)
      throw error
    }))
  }
  return loading.get(url)
}

function loadScript(url) {
  return new Promise((resolve, reject) => {
    const script = document.createElement("script")
    script.src = url
    const fail = () => {
      script.remove()
      reject(new Error("the drawing library could not be loaded"))
    }
    script.onload = () => (window.Plotly ? resolve(window.Plotly) : fail())
    script.onerror = fail
    document.head.append(script)
  })
}

export function requireWebGL() {
  const context = document.createElement("canvas").getContext("webgl2")
  if (!context) throw new Error("this browser has no WebGL 2")
  context.getExtension("WEBGL_lose_context")?.loseContext()
}
