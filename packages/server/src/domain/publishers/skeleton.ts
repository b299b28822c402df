/** What reads alike is written alike. In this order: the hyphen first, so that `r-n` is an `m` too. */
const folds = [
  ["-", ""],
  ["rn", "m"],
  ["vv", "w"],
  ["0", "o"],
  ["1", "l"],
  ["i", "l"],
] as const

/** A handle with its look-alikes folded: `acrne`, `a-cme` and `acme` have one skeleton, and so one owner. */
export const skeletonOf = (handle: string): string =>
  folds.reduce((folded, [from, to]) => folded.replaceAll(from, to), handle)
