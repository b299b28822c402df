/** What was made for the keys that were asked for last. */
export interface BoundedCache<Result> {
  get(key: string): Result | undefined
  set(key: string, result: Result): void
}

/**
 * Remembers results by key. A map hashes its keys and never mistakes one for another. Keys and results together have at
 * most `lengthMax` UTF-16 code units.
 */
export function boundedCache<Result>(lengthOf: (result: Result) => number, lengthMax: number): BoundedCache<Result> {
  const results = new Map<string, Result>()
  let length = 0
  const cost = (key: string, result: Result) => key.length + lengthOf(result) + entryLength
  const take = (key: string): Result | undefined => {
    const known = results.get(key)
    if (known === undefined) return undefined
    results.delete(key)
    length -= cost(key, known)
    return known
  }
  /** Put behind all others, the first is always the one that was not asked for the longest. */
  const put = (key: string, result: Result) => {
    results.set(key, result)
    length += cost(key, result)
  }
  return {
    get(key) {
      const known = take(key)
      if (known !== undefined) put(key, known)
      return known
    },
    set(key, result) {
      take(key)
      put(key, result)
      for (const oldest of results.keys()) {
        if (length <= lengthMax) break
        take(oldest)
      }
    },
  }
}

/** About what an entry costs besides its text. */
const entryLength = 100
