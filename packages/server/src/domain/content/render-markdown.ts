import { limits } from "@fleetprompt/sdk/contracts"
import MarkdownIt, { type MarkdownIt as Parser } from "markdown-it"
import { cleanHtml, escapeHtml } from "./clean-html.ts"
import { visibleControls } from "./visible-controls.ts"

/**
 * A stranger's Markdown as HTML that may stand in a page: headings, lists, emphasis, code, tables, quotations and
 * links, cleaned through one allow-list. HTML in the text stays text, an image becomes its alternative text, and bidi
 * controls are spelled out. Costs at most {@link stepsMax} steps and yields a bounded length; a text that would take
 * more is shown as it was written.
 */
export function renderMarkdown(text: string): string {
  return visibleControls(cleanHtml(rendered(text.slice(0, limits.descriptionLengthMax)) ?? asWritten(text)))
}

/** More than any honest text of the largest size takes, by a factor of ten. */
export const stepsMax = 400_000
/** References to one long link, or a table of many columns, would otherwise turn 32 KB into megabytes. */
const htmlLengthMax = 8 * limits.descriptionLengthMax
const nestingMax = 20

/** How many steps the parser takes for a text; at most {@link stepsMax}, for there it is stopped. */
export function stepsOf(text: string): number {
  rendered(text)
  return stepsMax - Math.max(stepsLeft, 0)
}

const markdown = createMarkdown()
let stepsLeft = 0

/** The HTML before it is cleaned, or undefined where the text asks for too much. Runs in one go, so one counter will do. */
function rendered(text: string): string | undefined {
  stepsLeft = stepsMax
  try {
    const tokens = markdown.parse(text, {})
    if (lengthOf(tokens) > htmlLengthMax) return undefined
    return markdown.renderer.render(tokens, markdown.options, {})
  } catch (error) {
    if (error instanceof TooManySteps) return undefined
    throw error
  }
}

class TooManySteps extends Error {}

function step(): false {
  if (stepsLeft-- <= 0) throw new TooManySteps("The text takes too many steps to render.")
  return false
}

function createMarkdown(): Parser {
  // The cleaner decides about links, so that there is one place to look.
  const md = new MarkdownIt("default", { html: false, linkify: false, typographer: false, maxNesting: nestingMax })
  md.validateLink = () => true
  // Ahead of every rule, each time the parser looks at a place: what it counts is what the parser does.
  md.inline.ruler.before("text", "count", step)
  md.block.ruler.before("table", "count", step, { alt: ["paragraph", "reference", "blockquote", "list"] })
  md.renderer.rules["image"] = (tokens, index) => escapeHtml(tokens[index]?.content ?? "")
  return md
}

type Tokens = ReturnType<Parser["parse"]>

/** About as long as the tokens' HTML will be, without writing it. */
const lengthOf = (tokens: Tokens): number =>
  tokens.reduce((sum, { content, attrs, children, tag }) => {
    const attributes = (attrs ?? []).reduce((length, [name, value]) => length + name.length + String(value).length, 0)
    return sum + tag.length + 5 + attributes + (children === null ? content.length : lengthOf(children))
  }, 0)

const asWritten = (text: string): string => `<pre>${escapeHtml(text)}</pre>`
