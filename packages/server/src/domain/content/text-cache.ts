import { boundedCache } from "./bounded-cache.ts"

/** Remembers what was computed from the texts that were asked for last, by the texts themselves. */
export function textCache<Result>(
  compute: (text: string) => Result,
  lengthOf: (result: Result) => number,
  lengthMax: number,
): (text: string) => Result {
  const kept = boundedCache(lengthOf, lengthMax)
  return (text) => {
    const known = kept.get(text)
    if (known !== undefined) return known
    const result = compute(text)
    kept.set(text, result)
    return result
  }
}
