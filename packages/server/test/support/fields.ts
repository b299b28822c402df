import type { Seen } from "./visitor.ts"

const unescaped = (text: string): string =>
  text
    .replaceAll("&quot;", '"')
    .replaceAll("&#39;", "'")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&")

/**
 * What a browser would send of a page's inputs and text areas as they stand; of boxes, those that are chosen. Where a
 * page has several forms, of the one with that action.
 */
export function fieldsOf({ html: page }: Pick<Seen, "html">, action?: string): Record<string, string> {
  const forms = [...page.matchAll(/<form [^>]*action="([^"]*)"[^]*?<\/form>/g)]
  const html = action === undefined ? page : (forms.find(([, to]) => to === action)?.[0] ?? "")
  const fields: Record<string, string> = {}
  const take = (name: string, value: string) => {
    fields[name] = name in fields ? `${fields[name]}\n${unescaped(value)}` : unescaped(value)
  }
  for (const [input] of html.matchAll(/<input [^>]*>/g)) {
    const attribute = (name: string) => new RegExp(`\\s${name}="([^"]*)"`).exec(input)?.[1]
    const [name, type] = [attribute("name"), attribute("type")]
    if (name === undefined || name === "q") continue
    const isBox = type === "radio" || type === "checkbox"
    if (!isBox || /\schecked(?:=""|[\s/>])/.test(input)) take(name, attribute("value") ?? "")
  }
  for (const [, name = "", text = ""] of html.matchAll(/<textarea [^>]*name="(\w+)"[^>]*>([^]*?)<\/textarea>/g)) {
    take(name, text)
  }
  return fields
}
