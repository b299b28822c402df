import { boundedCache } from "./bounded-cache.ts"

/** Remembers what was computed from the texts that were asked for last, by the texts themselves. */
export function textCache<Result>(
  compute: (text: string) => Result,
  lengthOf: (result: Result) => number,
  lengthMax: number,
): (text: string) => Result {
  const keep = boundedCache(lengthOf, lengthMax)
  return (text) => keep(text, () => compute(text))
}
