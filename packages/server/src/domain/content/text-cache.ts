/**
 * Remembers what was computed from the texts that were asked for last, by the texts themselves: a map hashes its keys
 * and never mistakes one for another. Texts and results together have at most `lengthMax` UTF-16 code units.
 */
export function textCache<Result>(
  compute: (text: string) => Result,
  lengthOf: (result: Result) => number,
  lengthMax: number,
): (text: string) => Result {
  const results = new Map<string, Result>()
  let length = 0
  const cost = (text: string, result: Result) => text.length + lengthOf(result) + entryLength
  return (text) => {
    const known = results.get(text)
    const result = known ?? compute(text)
    // Put behind all others, the first is always the one that was not asked for the longest.
    if (known === undefined) length += cost(text, result)
    else results.delete(text)
    results.set(text, result)
    for (const [oldest, value] of results) {
      if (length <= lengthMax) break
      results.delete(oldest)
      length -= cost(oldest, value)
    }
    return result
  }
}

/** About what an entry costs besides its text. */
const entryLength = 100
