/** A fenced block of a document that a test follows: ```` ```language purpose ````. */
export interface Block {
  readonly language: string
  /** The word behind the language: a file's name, a terminal's, or none. */
  readonly purpose: string | undefined
  readonly text: string
  /** Where it begins, from 1. */
  readonly line: number
}

/** Every fenced block of a document, in order. */
export const blocksOf = (document: string): Block[] =>
  [...document.matchAll(/^```(\w+)(?: (\S+))?\n([^]*?)^```$/gm)].map(
    ({ 1: language = "", 2: purpose, 3: text = "", index }) => ({
      language,
      purpose,
      text,
      line: document.slice(0, index).split("\n").length,
    }),
  )

/** True where a text has the parts of a promised one in their order; `…` in it stands for anything. */
export function keepsPromise(text: string, promised: string): boolean {
  let from = 0
  for (const part of promised.trim().split("…")) {
    const at = text.indexOf(part, from)
    if (at < 0) return false
    from = at + part.length
  }
  return true
}
