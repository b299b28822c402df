/** Shows the copy buttons within a part of the page: they do nothing without a script, so they come with it. */
export function offerCopies(within: ParentNode): void {
  for (const button of within.querySelectorAll<HTMLButtonElement>("[data-copy]")) {
    button.hidden = false
    button.addEventListener("click", () => void copy(button))
  }
}

async function copy(button: HTMLButtonElement): Promise<void> {
  const text = button.parentElement?.querySelector("[data-copy-text]")?.textContent ?? ""
  try {
    await navigator.clipboard.writeText(text)
  } catch {
    // Not allowed here: the line is selected instead, to be copied by hand.
    const line = button.parentElement?.querySelector("[data-copy-text]")
    if (line) getSelection()?.selectAllChildren(line)
    return
  }
  button.dataset["copied"] = ""
  announce("Copied")
  setTimeout(() => delete button.dataset["copied"], 1_500)
}

/** Says something to those who listen to the page instead of looking at it. */
function announce(words: string): void {
  let region = document.querySelector("[data-announce]")
  if (region === null) {
    region = document.createElement("p")
    region.setAttribute("role", "status")
    region.setAttribute("data-announce", "")
    region.className = "hidden"
    document.body.append(region)
  }
  region.textContent = words
}
