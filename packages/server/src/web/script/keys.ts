/** `/` goes to the search, `j` and `k` or the arrows from result to result. */
export function moveByKeys(): void {
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey || isTyping(event.target)) return
    if (event.key === "/") {
      const field = document.querySelector<HTMLInputElement>("#q")
      if (field === null) return
      event.preventDefault()
      field.focus()
      field.select()
      return
    }
    const step = { j: 1, k: -1 }[event.key]
    if (step !== undefined && move(step)) event.preventDefault()
  })
}

function move(step: number): boolean {
  const links = [...document.querySelectorAll<HTMLAnchorElement>("[data-rows] h3 a")]
  if (links.length === 0) return false
  const at = links.findIndex((link) => link === document.activeElement)
  links[Math.min(Math.max(at + step, 0), links.length - 1)]?.focus()
  return true
}

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.closest("input, textarea, select") !== null
