/** What a browser got for an address. */
export interface Page {
  readonly url: string
  readonly status: number
  readonly headers: Headers
  readonly text: string
  readonly forms: readonly Form[]
}

/** A form that posts, with what it holds already. */
export interface Form {
  /** Absolute. */
  readonly action: string
  readonly fields: Readonly<Record<string, string>>
  readonly buttons: readonly Button[]
}

/** What sends a form. */
export interface Button {
  readonly name: string
  readonly value: string
  readonly label: string
}

const no = /\b(?:no|not now|declin\w*|cancel\w*|refuse\w*|reject\w*|deny|denied|dismiss)\b/i

/** Whether a button says no, by its value, label or name. */
export const declines = ({ name, value, label }: Button): boolean => no.test(`${value} ${label} ${name}`)

/** The forms of a page that post. Reads what a page of a target may hold, not every HTML there is. */
export function formsOf(html: string, url: string): Form[] {
  const forms: Form[] = []
  for (const [, tag = "", body = ""] of html.matchAll(/<form\b([^>]*)>([^]*?)<\/form>/gi)) {
    const form = attributesOf(tag)
    if (form["method"]?.toLowerCase() !== "post") continue
    forms.push({ action: new URL(form["action"] ?? "", url).href, fields: fieldsOf(body), buttons: buttonsOf(body) })
  }
  return forms
}

const buttonTypes = new Set(["submit", "image"])
/** What is not sent along unless the buyer does something. */
const silentTypes = new Set([...buttonTypes, "button", "reset", "file"])

function fieldsOf(body: string): Record<string, string> {
  const inputs = [...body.matchAll(/<input\b([^>]*)>/gi)].map(([, tag = ""]) => attributesOf(tag))
  const sent = inputs.filter(({ type = "text", checked }) =>
    type === "checkbox" || type === "radio" ? checked !== undefined : !silentTypes.has(type),
  )
  return Object.fromEntries(sent.flatMap(({ name, value = "" }) => (name === undefined ? [] : [[name, value]])))
}

function buttonsOf(body: string): Button[] {
  const inputs = [...body.matchAll(/<input\b([^>]*)>/gi)].map(([, tag = ""]) => attributesOf(tag))
  const asInputs = inputs
    .filter(({ type = "" }) => buttonTypes.has(type))
    .map(({ name = "", value = "" }) => ({ name, value, label: value }))
  const asButtons = [...body.matchAll(/<button\b([^>]*)>([^]*?)<\/button>/gi)].flatMap(([, tag = "", label = ""]) => {
    const { type = "submit", name = "", value = "" } = attributesOf(tag)
    return type === "submit" ? [{ name, value, label: label.replaceAll(/<[^>]*>/g, " ").trim() }] : []
  })
  return [...asButtons, ...asInputs]
}

function attributesOf(tag: string): Record<string, string | undefined> {
  const attributes = tag.matchAll(/([^\s"'=<>/]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?/g)
  return Object.fromEntries(
    [...attributes].map(([, name = "", ...values]) => [
      name.toLowerCase(),
      unescape(values.find((value) => value !== undefined) ?? ""),
    ]),
  )
}

const entities: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" }

const unescape = (text: string): string =>
  text.replaceAll(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi, (whole, hex?: string, decimal?: string, name?: string) => {
    if (name !== undefined) return entities[name] ?? whole
    return String.fromCodePoint(hex === undefined ? Number(decimal) : Number.parseInt(hex, 16))
  })
