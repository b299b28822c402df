/**
 * Template tag for the path of a request: every value becomes one percent-encoded segment.
 * @throws TypeError for an empty or dot segment, which a URL parser would fold away into another address.
 */
export function path(literals: TemplateStringsArray, ...segments: string[]): string {
  return literals.reduce((text, literal, index) => text + segment(segments[index - 1] ?? "") + literal)
}

function segment(text: string): string {
  if (text === "" || text === "." || text === "..") throw new TypeError("A name in an address is empty or all dots.")
  return encodeURIComponent(text)
}

/** Query parameters by name; what is undefined is left out. */
export type Query = Readonly<Record<string, string | number | undefined>>

/** Appends query parameters to a path. */
export function withQuery(address: string, query: Query): string {
  const parameters = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) if (value !== undefined) parameters.set(name, String(value))
  return parameters.size === 0 ? address : `${address}?${parameters}`
}
