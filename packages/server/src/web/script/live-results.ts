const pauseMs = 180

/**
 * Results that follow what is typed and chosen. The page that the form or link would have led to is fetched, and its
 * results put in the place of these: what is shown is always what the address says.
 */
export function liveResults(): void {
  if (document.querySelector("[data-live]") === null) return
  const field = document.querySelector<HTMLInputElement>("#q")
  let waiting = 0
  field?.addEventListener("input", () => {
    clearTimeout(waiting)
    waiting = window.setTimeout(() => show(addressFor(field.value), "typed"), pauseMs)
  })
  field?.form?.addEventListener("submit", (event) => {
    event.preventDefault()
    clearTimeout(waiting)
    show(addressFor(field.value), "chosen")
  })
  document.addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>("[data-live] a") : null
    const isPlain = event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey
    if (link === null || !isPlain || link.pathname !== "/listings" || link.hash !== "") return
    event.preventDefault()
    show(link.href, "chosen")
  })
  addEventListener("popstate", () => show(location.href, "shown before"))
}

/** The search goes on among what is chosen already, from its first page. */
function addressFor(typed: string): string {
  const url = new URL(location.href)
  const { searchParams } = url
  url.pathname = "/listings"
  if (location.pathname !== "/listings") {
    const [, group = "", value = ""] = location.pathname.split("/")
    searchParams.set(group === "tags" ? "tag" : "category", value)
  }
  searchParams.delete("cursor")
  if (typed.trim() === "") searchParams.delete("q")
  else searchParams.set("q", typed.trim())
  return url.href
}

let running: XMLHttpRequest | undefined

function show(address: string, why: "typed" | "chosen" | "shown before"): void {
  const results = document.querySelector("[data-live]")
  if (results === null || (why === "typed" && address === location.href)) return
  running?.abort()
  // Reads a document without running anything in it, and without a string that would have to be trusted.
  const request = new XMLHttpRequest()
  running = request
  results.setAttribute("aria-busy", "true")
  request.responseType = "document"
  request.open("GET", address)
  request.addEventListener("load", () => {
    const fresh = request.responseXML?.querySelector("[data-live]")
    // A refusal is a page too, and is shown as one.
    if (request.status !== 200 || !fresh) return location.assign(address)
    results.replaceWith(document.adoptNode(fresh))
    document.title = request.responseXML?.title ?? document.title
    if (why === "typed") history.replaceState(null, "", address)
    if (why === "chosen") {
      history.pushState(null, "", address)
      scrollTo({ top: 0 })
    }
    const field = document.querySelector<HTMLInputElement>("#q")
    if (field && why !== "typed") field.value = new URL(address).searchParams.get("q") ?? ""
  })
  request.addEventListener("error", () => location.assign(address))
  request.send()
}
