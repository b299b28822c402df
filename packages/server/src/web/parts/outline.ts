import { textCache } from "../../domain/content/text-cache.ts"
import { renderMarkdown } from "../../domain/content/render-markdown.ts"
import { htmlOf } from "../../domain/content/read-content.ts"

/** A heading of a text, as a table of contents names it. */
export interface Heading {
  readonly id: string
  /** 2 for the highest of the text. */
  readonly level: number
  readonly words: string
}

export interface Outlined {
  readonly html: string
  readonly headings: readonly Heading[]
}

const lengthOf = ({ html, headings }: Outlined) => html.length + headings.length * 100

/** A description: its headings stand below the title of the page, none skips a level, and each can be linked to. */
export const descriptionOf = textCache((markdown) => outline(htmlOf(markdown), 2), lengthOf, 8_000_000)

/** The notes of a release, below the heading that names the version. */
export const notesOf = textCache(
  (markdown) => outline(htmlOf(markdown), 4).html,
  (html) => html.length,
  4_000_000,
)

/** A text that is still being written, below a heading of its own. Nobody reads it twice, so it is not kept. */
export const draftOf = (markdown: string): string => outline(renderMarkdown(markdown), 3).html

/**
 * Gives cleaned HTML the levels, ids and scrolling frames of a page. What the cleaner writes has no attribute on these
 * tags and never one heading within another, so a pattern can read it.
 */
function outline(html: string, top: number): Outlined {
  const found = [...html.matchAll(/<h([1-6])>/g)].map(([, level]) => Number(level))
  const highest = Math.min(...found)
  const taken = new Set<string>()
  const headings: Heading[] = []
  let last = top - 1
  const written = html
    .replaceAll(/<h([1-6])>([^]*?)<\/h\1>/g, (_whole, given: string, inner: string) => {
      const level = Math.min(last + 1, top + Number(given) - highest, 6)
      last = level
      const words = textIn(inner)
      const id = idFor(words, taken)
      headings.push({ id, level: level - top + 2, words })
      return top === 2 ? `<h${level} id="${id}">${inner}</h${level}>` : `<h${level}>${inner}</h${level}>`
    })
    // What is wider than the page scrolls by itself, with the keyboard too.
    .replaceAll("<pre>", '<pre tabindex="0">')
    .replaceAll("<table>", '<div class="wide" role="region" aria-label="Table" tabindex="0"><table>')
    .replaceAll("</table>", "</table></div>")
  return { html: written, headings }
}

const entities: Record<string, string> = { "&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": '"' }

const textIn = (html: string): string =>
  html
    .replaceAll(/<[^>]*>/g, "")
    .replaceAll(/&(?:amp|lt|gt|quot);/g, (entity) => entities[entity] ?? entity)
    .trim()

/** An id nobody else on the page has: ours have no such beginning, and two headings of one name differ. */
function idFor(words: string, taken: Set<string>): string {
  const letters = words.toLowerCase().replaceAll(/[^\p{L}\p{N}]+/gu, "-")
  const stem = `text-${/^-?(.{0,50}?)-?$/u.exec(letters)?.[1] ?? taken.size}`
  let id = stem
  for (let count = 2; taken.has(id); count++) id = `${stem}-${count}`
  taken.add(id)
  return id
}
