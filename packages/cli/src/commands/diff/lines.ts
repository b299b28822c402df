import type { Theme } from "../../output/theme.ts"
import { visibleLine, visibleText } from "../../output/visible.ts"
import { type Difference, type FieldDifference, isSame } from "./compare.ts"

const contextLines = 2

/** The differences as people read them: each field, what the registry has after `-`, what the manifest says after `+`. */
export function differenceText(difference: Difference, theme: Theme): string {
  const { slug, version, listing, release } = difference
  const heading = theme.strong(`${slug}@${version}`)
  if (isSame(difference)) return `${heading}  ${theme.faint("the registry holds the same")}`
  return [
    heading,
    ...(listing.exists ? [] : [theme.good("  the listing is new")]),
    ...(release.exists ? [] : [theme.good(`  the version ${version} is new`)]),
    ...(release.fields.length === 0
      ? []
      : [theme.bad(`  the version ${version} is published with other content, and a release never changes`)]),
    ...[...(listing.exists ? listing.fields : []), ...release.fields].map((field) => fieldText(field, theme)),
  ].join("\n")
}

function fieldText({ pointer, registry, manifest }: FieldDifference, theme: Theme): string {
  const [before, after] = [linesOf(registry), linesOf(manifest)]
  const start = sharedStart(before, after)
  const end = sharedStart(before.slice(start).toReversed(), after.slice(start).toReversed())
  const from = Math.max(0, start - contextLines)
  return [
    `  ${pointer}`,
    ...before.slice(from, start).map((line) => theme.faint(`      ${line}`)),
    ...before.slice(start, before.length - end).map((line) => theme.bad(`    - ${line}`)),
    ...after.slice(start, after.length - end).map((line) => theme.good(`    + ${line}`)),
    ...after
      .slice(after.length - end)
      .slice(0, contextLines)
      .map((line) => theme.faint(`      ${line}`)),
  ].join("\n")
}

function linesOf(value: unknown): string[] {
  if (value === null || value === "") return []
  if (Array.isArray(value) && value.every(isObject)) return value.map((each) => visibleLine(JSON.stringify(each)))
  return typeof value === "string" ? visibleText(value).split("\n") : [visibleLine(JSON.stringify(value))]
}

const isObject = (value: unknown) => typeof value === "object"

/** How many lines two texts begin with alike. */
function sharedStart(one: readonly string[], other: readonly string[]): number {
  const first = one.findIndex((line, index) => line !== other[index])
  return first === -1 ? Math.min(one.length, other.length) : first
}
