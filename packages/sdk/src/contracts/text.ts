import * as z from "zod"
import { limits } from "./limits.ts"

/** Controls, formatting and bidi marks, private use, unassigned and lone surrogates: nothing a reader could see. */
const hiddenCharacter = /[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Cs}\u2028\u2029]/u
/**
 * Controls other than tab and line breaks, tag characters and lone surrogates: no writing needs them. Zero-width and
 * bidi characters are taken, for emoji, Persian and Hebrew need them, and flagged instead (see `contentWarnings`).
 */
const neverInProse = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\p{Cs}\u{e0000}-\u{e007f}]/u
/** One line more strictly: no line break of any kind, nothing private or unassigned. */
const neverInSummary = /[\p{Cc}\p{Co}\p{Cn}\p{Cs}\u2028\u2029\u{e0000}-\u{e007f}]/u
/** A word that holds Latin letters beside Cyrillic or Greek ones: `рaypal` with a Cyrillic р. */
const mixedScripts =
  /\p{Script=Latin}[\p{L}\p{M}\p{N}]*[\p{Script=Cyrillic}\p{Script=Greek}]|[\p{Script=Cyrillic}\p{Script=Greek}][\p{L}\p{M}\p{N}]*\p{Script=Latin}/u

/** One line of visible text in Unicode NFC, trimmed, with no hidden character (§9.3). */
export const line = (lengthMax: number) =>
  z
    .string()
    .trim()
    .normalize("NFC")
    .min(1, "must not be empty")
    .max(lengthMax, `must have at most ${lengthMax} characters`)
    .refine((text) => !hiddenCharacter.test(text), "must not contain hidden, control or bidirectional characters")

/** A line that names something: each of its words is written in one script, so that none passes for another. */
export const nameLine = (lengthMax: number) =>
  line(lengthMax).refine(
    (text) => !mixedScripts.test(text),
    "must not mix Latin letters with Cyrillic or Greek ones in one word",
  )

/** One line of running text: as {@link line}, but zero-width and bidi characters are taken, and flagged to readers. */
export const summaryLine = (lengthMax: number) =>
  z
    .string()
    .trim()
    .normalize("NFC")
    .min(1, "must not be empty")
    .max(lengthMax, `must have at most ${lengthMax} characters`)
    .refine((text) => !neverInSummary.test(text), "must not contain line breaks, control or tag characters")

/** Text of several lines, Markdown allowed; line breaks become `\n`. */
export const prose = (lengthMax: number) =>
  z
    .string()
    .overwrite((text) => text.replaceAll("\r\n", "\n"))
    .normalize("NFC")
    .max(lengthMax, `must have at most ${lengthMax} characters`)
    .refine((text) => !neverInProse.test(text), "must not contain control or tag characters")

/** A public https link without credentials. */
export const httpsUrl = z
  .string()
  .max(limits.urlLengthMax, `must have at most ${limits.urlLengthMax} characters`)
  .refine(isPublicHttpsUrl, "must be an https:// URL with a host name and without credentials")

/** Two labels or more, the last beginning with a letter: no address of numbers, no `localhost.`. */
const domainName = /^(?:[^.]+\.)+[a-z][^.]*$/

function isPublicHttpsUrl(text: string): boolean {
  // The parser forgives blanks, backslashes, hidden characters and other spellings of a host; a link people will
  // click must lead where it says.
  if (!/^https:\/\/[\x21-\x5b\x5d-\x7e]+$/.test(text) || !URL.canParse(text)) return false
  const url = new URL(text)
  const saysItsHost = text.toLowerCase().startsWith(`https://${url.hostname}`)
  return saysItsHost && url.username === "" && url.password === "" && domainName.test(url.hostname)
}
