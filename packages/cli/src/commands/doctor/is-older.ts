/** Whether a version stands before another, by its three numbers. */
export function isOlder(version: string, other: string): boolean {
  const [one, two] = [numbersOf(version), numbersOf(other)]
  const at = one.findIndex((number, index) => number !== two[index])
  return at !== -1 && (one[at] ?? 0) < (two[at] ?? 0)
}

const numbersOf = (version: string) => (version.split("-")[0] ?? "").split(".").map(Number)
