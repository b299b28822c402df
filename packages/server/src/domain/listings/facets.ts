import { limits } from "@fleetprompt/sdk/contracts"
import type { Labelled } from "./store.ts"

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

/**
 * Counts the labels of a search's matches, of which each is there once. To look up a thousand matches' labels by what
 * they are called would take as long as to find the matches; so of listings that were found lately it is known.
 */
export function facetsOf(matches: readonly Labelled[], countedMax: number): Facets {
  // Not while labels are counted, or one would be counted as two.
  if (atPlace.size > knownMax) [atPlace, byText].forEach((known) => known.clear())
  const found: Counter[] = []
  for (const match of matches) {
    for (const counter of countersOf(match)) if (counter.count++ === 0) found.push(counter)
  }
  const groups: Record<Group, Facet[]> = { kind: [], category: [], tag: [] }
  for (const counter of found) {
    groups[counter.group].push({ value: counter.value, count: counter.count })
    counter.count = 0
  }
  const { kind, category, tag } = groups
  const atLeast = matches.length >= countedMax
  return { kind: commonest(kind), category: commonest(category), tag: commonest(tag), atLeast }
}

const commonest = (facets: readonly Facet[]): Facet[] =>
  facets
    .toSorted((one, other) => other.count - one.count || (one.value < other.value ? -1 : 1))
    .slice(0, facetValuesMax)

/** What is counted. Of publishers there are nearly as many as matches. */
type Group = "kind" | "category" | "tag"

/** A label; its count is 0 but while a search is counted. */
interface Counter {
  readonly group: Group
  readonly value: string
  count: number
}

/** Some 10 MB at most. */
const knownMax = 20_000
const atPlace = new Map<number, { readonly labels: string; readonly counters: readonly Counter[] }>()
const byText = new Map<string, Counter>()

function countersOf({ place, labels }: Labelled): readonly Counter[] {
  const known = atPlace.get(place)
  if (known?.labels === labels) return known.counters
  const counters = labels.split(" ").flatMap((label) => counterOf(label) ?? [])
  atPlace.set(place, { labels, counters })
  return counters
}

function counterOf(label: string): Counter | undefined {
  const [, group, value] = /^:(kind|category|tag):(.+)$/.exec(label) ?? []
  if (group === undefined || value === undefined) return undefined
  const counter = byText.get(label) ?? { group: group as Group, value, count: 0 }
  byText.set(label, counter)
  return counter
}
