const bucketsMax = 40
const bucketSize = 2 ** 40

/**
 * Where a listing stands among all others, the lower the better: first by its installs in powers of two, then newer
 * before older. So every index yields popular listings first, and a listing moves only when its installs double.
 */
export function placeOf({ seq, installs }: { seq: number; installs: number }): number {
  return (bucketsMax - bucketOf(installs)) * bucketSize - seq
}

/** The popularity that a place tells, from 0 for none to 1 for more than there can be. */
export const popularityAt = (place: number): number => 1 - Math.ceil(place / bucketSize) / bucketsMax

const bucketOf = (installs: number): number => Math.floor(Math.log2(installs + 1))
