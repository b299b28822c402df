import type { Seen } from "./visitor.ts"

const unescaped = (text: string): string =>
  text
    .replaceAll("&quot;", '"')
    .replaceAll("&#39;", "'")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&")

/** What a browser would send of a page's inputs and text areas as they stand; of boxes, those that are chosen. */
export function fieldsOf({ html }: Pick<Seen, "html">): Record<string, string> {
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
