let segmenter: Intl.Segmenter | undefined
/** Made when a text first needs it, for Node takes long to load its tables. */
const graphemesOf = (text: string) =>
  (segmenter ??= new Intl.Segmenter("en", { granularity: "grapheme" })).segment(text)
const wide =
  /\p{Emoji_Presentation}|[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}]/u
const ascii = /^[\x20-\x7e]*$/

/** How many columns of a terminal a text without escape sequences takes. */
export function displayWidth(text: string): number {
  if (ascii.test(text)) return text.length
  let width = 0
  for (const { segment } of graphemesOf(text)) width += widthOf(segment)
  return width
}

/** The text cut to at most `widthMax` columns, with … where something is missing. */
export function fitted(text: string, widthMax: number): string {
  if (displayWidth(text) <= widthMax) return text
  let kept = ""
  let width = 0
  for (const { segment } of graphemesOf(text)) {
    width += widthOf(segment)
    if (width > widthMax - 1) break
    kept += segment
  }
  return `${kept.trimEnd()}…`
}

const widthOf = (grapheme: string) => (wide.test(grapheme) ? 2 : 1)
