/** Asks before somebody leaves a form they have written in, and only then. */
export function warnOfUnsaved(): void {
  const forms = [...document.querySelectorAll<HTMLFormElement>("[data-unsaved]")]
  const isUnsaved = () => forms.some(({ dataset }) => dataset["unsaved"] === "changed")
  for (const form of forms) {
    form.addEventListener("input", () => (form.dataset["unsaved"] = "changed"))
    form.addEventListener("submit", () => (form.dataset["unsaved"] = ""))
  }
  addEventListener("beforeunload", (event) => {
    if (isUnsaved()) event.preventDefault()
  })
}
