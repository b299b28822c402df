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

/** @param labels Of each match: ` :kind:… :publisher:… :category:… :tag:… `. */
export function facetsOf(labels: readonly string[], countedMax: number): Facets {
  const counts = countsOf(labels)
  const ofGroup = (group: string): Facet[] =>
    [...counts]
      .filter(([label]) => label.startsWith(group))
      .map(([label, { count }]) => ({ value: label.slice(group.length), count }))
      .toSorted((one, other) => other.count - one.count || (one.value < other.value ? -1 : 1))
      .slice(0, facetValuesMax)
  return {
    kind: ofGroup(":kind:"),
    category: ofGroup(":category:"),
    tag: ofGroup(":tag:"),
    atLeast: labels.length >= countedMax,
  }
}

/** Counts every label but the publisher's, of which there are nearly as many as matches. */
function countsOf(labels: readonly string[]): Map<string, { count: number }> {
  const counts = new Map<string, { count: number }>()
  // To cut each text into a list of labels first would take longer than to count them.
  for (const ofOne of labels) {
    for (let from = 1; from < ofOne.length;) {
      const to = ofOne.indexOf(" ", from)
      if (!ofOne.startsWith(":publisher:", from)) {
        const label = ofOne.slice(from, to)
        const counted = counts.get(label)
        if (counted === undefined) counts.set(label, { count: 1 })
        else counted.count++
      }
      from = to + 1
    }
  }
  return counts
}
