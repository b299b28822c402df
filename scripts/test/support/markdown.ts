import { readFileSync } from "node:fs"
import { resolve } from "node:path"

export const root = resolve(import.meta.dirname, "../../..")

/** The text of a document of this repository. */
export const readDocument = (path: string): string => readFileSync(resolve(root, path), "utf8")

/** What stands under a heading, up to the next one of its rank or above. Fails where there is no such heading. */
export function sectionOf(document: string, heading: string): string {
  const beginsAt = document.indexOf(`\n${heading}\n`)
  if (beginsAt < 0) throw new Error(`There is no heading "${heading}".`)
  const rest = document.slice(beginsAt + heading.length + 2)
  const rank = heading.indexOf(" ")
  const next = new RegExp(`^#{1,${rank}} `, "m").exec(rest)
  return next === null ? rest : rest.slice(0, next.index)
}

/** The rows of the first table in a text, as cells, without its head. */
export function firstTable(text: string): string[][] {
  const lines = text.split("\n")
  const beginsAt = lines.findIndex((line) => line.startsWith("|---"))
  const rows = lines.slice(beginsAt + 1)
  const endsAt = rows.findIndex((line) => !line.startsWith("|"))
  return rows.slice(0, endsAt < 0 ? undefined : endsAt).map((row) =>
    row
      .slice(1, -1)
      .split(/(?<!\\)\|/)
      .map((cell) => cell.trim()),
  )
}

/** The code spans of a text, fenced blocks left out. */
export const codeSpans = (text: string): string[] =>
  [...withoutFences(text).matchAll(/`([^`\n]+)`/g)].map(([, span = ""]) => span)

/** The addresses a text links to. */
export const linksOf = (text: string): string[] =>
  [...withoutFences(text).matchAll(/\]\(([^)\s]+)\)/g)].map(([, address = ""]) => address)

/** The names under which the headings of a text can be linked to, as GitHub makes them. */
export const anchorsOf = (text: string): string[] =>
  [...withoutFences(text).matchAll(/^#+ (.*)$/gm)].map(([, heading = ""]) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, "")
      .replaceAll(" ", "-"),
  )

/** The first fenced block of that language. Fails where there is none. */
export function fencedBlock(text: string, language: string): string {
  const block = new RegExp(`\n\`\`\`${language}\n([^]*?)\n\`\`\``).exec(text)?.[1]
  if (block === undefined) throw new Error(`There is no block of ${language}.`)
  return block
}

const withoutFences = (text: string): string => text.replaceAll(/^```[^]*?^```/gm, "")
