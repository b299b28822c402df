/**
 * Remembers what was made for the keys that were asked for last. A map hashes its keys and never mistakes one for
 * another. Keys and results together have at most `lengthMax` UTF-16 code units.
 */
export function boundedCache<Result>(
  lengthOf: (result: Result) => number,
  lengthMax: number,
): (key: string, make: () => Result) => Result {
  const results = new Map<string, Result>()
  let length = 0
  const cost = (key: string, result: Result) => key.length + lengthOf(result) + entryLength
  return (key, make) => {
    const known = results.get(key)
    const result = known ?? make()
    // Put behind all others, the first is always the one that was not asked for the longest.
    if (known === undefined) length += cost(key, result)
    else results.delete(key)
    results.set(key, result)
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
