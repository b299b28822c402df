import type { ContentWarning } from "@fleetprompt/sdk/contracts"
import { findWarnings } from "./find-warnings.ts"
import { renderMarkdown } from "./render-markdown.ts"
import { textCache } from "./text-cache.ts"

/** A stranger's Markdown as clean HTML, rendered once for as long as it is read now and then. Some 16 MB at most. */
export const htmlOf = textCache(renderMarkdown, (html) => html.length, 8_000_000)

const warningsIn = textCache(findWarnings, (warnings) => warnings.length * 100, 2_000_000)

/** What a reader is to be warned of in one field of a reply. */
export const warningsAt = (pointer: string, text: string): ContentWarning[] =>
  warningsIn(text).map((warning) => ({ pointer, ...warning }))
