/** A menu that was opened closes when somebody goes elsewhere, or presses Escape. */
export function closePickers(): void {
  document.addEventListener("click", ({ target }) => {
    for (const picker of open()) if (!(target instanceof Node && picker.contains(target))) picker.open = false
  })
  document.addEventListener("keydown", ({ key }) => {
    if (key !== "Escape") return
    for (const picker of open()) {
      picker.open = false
      picker.querySelector("summary")?.focus()
    }
  })
}

const open = (): Iterable<HTMLDetailsElement> => document.querySelectorAll<HTMLDetailsElement>("details.picker[open]")
