const plain = /^[\n\x20-\x7e]*$/
const hiddenCharacter = /[\u007f-\u009f\p{Cf}\p{Co}\u2028\u2029]/gu

/** A value as JSON for stdout. Equal to `JSON.stringify`, with every character that could act on a terminal escaped. */
export function jsonText(value: unknown, indent?: number): string {
  const text = JSON.stringify(value, undefined, indent)
  // Asked first, for to make the other expression ready takes longer than most results.
  return plain.test(text) ? text : text.replace(hiddenCharacter, escaped)
}

const escaped = (character: string) =>
  Array.from({ length: character.length }, (_, index) => character.charCodeAt(index))
    .map((unit) => `\\u${unit.toString(16).padStart(4, "0")}`)
    .join("")
