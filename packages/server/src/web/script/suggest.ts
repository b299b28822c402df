/** As much of a found listing as a suggestion shows. */
interface Found {
  readonly slug: string
  readonly name: string
}

const shown = 6
const pauseMs = 120

/** Offers listings below the search field while somebody types (the combobox pattern of ARIA). */
export function suggestWhileTyping(): void {
  const field = document.querySelector<HTMLInputElement>("[data-suggest]")
  const form = field?.form
  // Where the results themselves follow what is typed, a second list would be in their way.
  if (!field || !form || document.querySelector("[data-live]")) return
  const list = document.createElement("div")
  list.id = "suggestions"
  list.className = "suggestions"
  list.setAttribute("role", "listbox")
  list.setAttribute("aria-label", "Suggestions")
  list.hidden = true
  form.append(list)
  for (const [name, value] of Object.entries({
    role: "combobox",
    "aria-controls": list.id,
    "aria-expanded": "false",
    "aria-autocomplete": "list",
  })) {
    field.setAttribute(name, value)
  }
  const box = { field, list }
  let waiting = 0
  field.addEventListener("input", () => {
    clearTimeout(waiting)
    waiting = window.setTimeout(() => void offer(box), pauseMs)
  })
  field.addEventListener("keydown", (event) => onKey(box, event))
  field.addEventListener("blur", () => setTimeout(() => close(box), 150))
}

interface Box {
  readonly field: HTMLInputElement
  readonly list: HTMLElement
}

async function offer(box: Box): Promise<void> {
  const q = box.field.value.trim()
  if (q.length < 2) return close(box)
  const found = await search(q)
  if (box.field.value.trim() !== q || document.activeElement !== box.field) return
  box.list.replaceChildren(...found.map(optionFor))
  box.list.hidden = found.length === 0
  box.field.setAttribute("aria-expanded", String(found.length > 0))
  box.field.removeAttribute("aria-activedescendant")
}

async function search(q: string): Promise<readonly Found[]> {
  try {
    const response = await fetch(`/v1/listings?${new URLSearchParams({ q, limit: String(shown) })}`)
    if (!response.ok) return []
    const { data } = (await response.json()) as { data: Found[] }
    return data
  } catch {
    return []
  }
}

function optionFor({ slug, name }: Found, at: number): HTMLElement {
  const option = document.createElement("div")
  option.id = `suggestion-${at}`
  option.setAttribute("role", "option")
  option.setAttribute("aria-selected", "false")
  option.dataset["href"] = `/listings/${slug}`
  const title = document.createElement("bdi")
  title.textContent = name
  const address = document.createElement("span")
  address.textContent = slug
  option.append(title, address)
  option.addEventListener("pointerdown", (event) => {
    event.preventDefault()
    location.assign(`/listings/${slug}`)
  })
  return option
}

function onKey(box: Box, event: KeyboardEvent): void {
  const options = [...box.list.querySelectorAll<HTMLElement>("[role=option]")]
  if (box.list.hidden || options.length === 0) return
  const at = options.findIndex((option) => option.getAttribute("aria-selected") === "true")
  if (event.key === "Escape") {
    event.preventDefault()
    close(box)
  } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault()
    const next = event.key === "ArrowDown" ? at + 1 : at < 0 ? options.length - 1 : at - 1
    select(box, options, next >= options.length ? -1 : next)
  } else if (event.key === "Enter" && at >= 0) {
    event.preventDefault()
    location.assign(options[at]?.dataset["href"] ?? "/listings")
  }
}

function select({ field }: Box, options: readonly HTMLElement[], at: number): void {
  for (const [index, option] of options.entries()) option.setAttribute("aria-selected", String(index === at))
  const chosen = options[at]
  if (chosen === undefined) field.removeAttribute("aria-activedescendant")
  else field.setAttribute("aria-activedescendant", chosen.id)
}

function close({ field, list }: Box): void {
  list.hidden = true
  field.setAttribute("aria-expanded", "false")
  field.removeAttribute("aria-activedescendant")
}
