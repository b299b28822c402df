/** Overrides, embeddings and isolates: a text can show other words with them than it holds. */
export const bidiControl = /[\u202a-\u202e\u2066-\u2069]/g

/** Spells bidi controls out, `[U+202E]`, so that no text is shown in another order than it is written. */
export const visibleControls = (html: string): string =>
  html.replaceAll(bidiControl, (character) => `[U+${character.charCodeAt(0).toString(16).toUpperCase()}]`)
