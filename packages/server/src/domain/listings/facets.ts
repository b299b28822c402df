import { limits } from "@fleetprompt/sdk/contracts"

/** How many of the matches have each value, the commonest first. */
export interface Facet {
  readonly value: string
  readonly count: number
}

export interface Facets {
  readonly kind: readonly Facet[]
  readonly category: readonly Facet[]
  readonly tag: readonly Facet[]
  /** There are more matches than were counted. */
  readonly atLeast: boolean
}

const { facetValuesMax } = limits

export function facetsOf(labels: readonly (readonly string[])[], countedMax: number): Facets {
  const counts = new Map<string, number>()
  for (const ofOne of labels) for (const label of ofOne) counts.set(label, (counts.get(label) ?? 0) + 1)
  const ofGroup = (group: string): Facet[] =>
    [...counts]
      .filter(([label]) => label.startsWith(group))
      .map(([label, count]) => ({ value: label.slice(group.length), count }))
      .toSorted((one, other) => other.count - one.count || (one.value < other.value ? -1 : 1))
      .slice(0, facetValuesMax)
  return {
    kind: ofGroup(":kind:"),
    category: ofGroup(":category:"),
    tag: ofGroup(":tag:"),
    atLeast: labels.length >= countedMax,
  }
}
