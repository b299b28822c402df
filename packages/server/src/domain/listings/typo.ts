/** Shorter words have too many neighbours, longer ones nobody mistypes only once, and numbers are all near each other. */
const correctable = { lengthMin: 3, lengthMax: 32 }

export const isCorrectable = (word: string): boolean =>
  word.length >= correctable.lengthMin && word.length <= correctable.lengthMax && /\p{L}/u.test(word)

/**
 * A word, and the word without each of its letters. Two words share one of these if a letter was added, left out,
 * exchanged for another or for its neighbour, so an ordinary index finds what a typing error was meant to be.
 */
export const typoKeysOf = (word: string): string[] => [
  ...new Set([
    word,
    ...Array.from(word, (_, at) => word.slice(0, at) + word.slice(at + 1)).map((key) => key.toWellFormed()),
  ]),
]

/** How many letters must be added, left out, exchanged or swapped with their neighbour to make one word of the other. */
export function editsBetween(one: string, other: string): number {
  let beforeLast: number[] = []
  let last = Array.from({ length: other.length + 1 }, (_, column) => column)
  for (let row = 1; row <= one.length; row++) {
    const next = [row]
    for (let column = 1; column <= other.length; column++) {
      const same = one[row - 1] === other[column - 1]
      let edits = Math.min(
        (last[column] ?? 0) + 1,
        (next[column - 1] ?? 0) + 1,
        (last[column - 1] ?? 0) + (same ? 0 : 1),
      )
      if (one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1]) {
        edits = Math.min(edits, (beforeLast[column - 2] ?? Infinity) + 1)
      }
      next.push(edits)
    }
    beforeLast = last
    last = next
  }
  return last[other.length] ?? 0
}
