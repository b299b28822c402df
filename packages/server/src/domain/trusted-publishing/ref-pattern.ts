/** Whether a ref is what a pattern asks for, in which `*` stands for any characters and nothing else is special. */
export function fitsPattern(pattern: string, ref: string): boolean {
  const [first = "", ...rest] = pattern.split("*")
  const last = rest.pop()
  if (last === undefined) return ref === pattern
  if (!ref.startsWith(first)) return false
  // Each part as early as it comes leaves the most for the others; so it takes no longer than reading the ref.
  let at = first.length
  for (const part of rest) {
    const found = ref.indexOf(part, at)
    if (found < 0) return false
    at = found + part.length
  }
  return ref.length >= at + last.length && ref.endsWith(last)
}
