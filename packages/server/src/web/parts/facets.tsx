import type { Facet, Facets as Counted } from "../../domain/listings/facets.ts"
import type { Target } from "../../domain/targets/target.ts"
import { searchHref, type Wanted } from "../address.ts"
import { categoryWords, kindWords } from "../words.ts"

interface FacetsProps {
  readonly wanted: Wanted
  /** Null on later pages, where nothing is counted. */
  readonly facets: Counted | null
  readonly targets: readonly Target[]
}

type Narrowing = "kind" | "target" | "category" | "tag" | "publisher"

/** Ways to narrow the results: links, so that each combination has an address. */
export const Facets = ({ wanted, facets, targets }: FacetsProps) => (
  <aside id="filters" class="facets" aria-label="Filters">
    <Group wanted={wanted} of="kind" title="Kind" values={facets?.kind ?? []} wordsOf={wordsOfKind} />
    <Group
      wanted={wanted}
      of="target"
      title="Installs into"
      values={facets === null ? [] : targets.map(({ name }) => ({ value: name, count: null }))}
      wordsOf={String}
    />
    <Group wanted={wanted} of="category" title="Category" values={facets?.category ?? []} wordsOf={categoryWords} />
    <Group wanted={wanted} of="tag" title="Tag" values={(facets?.tag ?? []).slice(0, 12)} wordsOf={String} />
    <Group wanted={wanted} of="publisher" title="Publisher" values={[]} wordsOf={String} />
  </aside>
)

interface GroupProps {
  readonly wanted: Wanted
  readonly of: Narrowing
  readonly title: string
  readonly values: readonly (Facet | { readonly value: string; readonly count: null })[]
  readonly wordsOf: (value: string) => string
}

const Group = ({ wanted, of, title, values, wordsOf }: GroupProps) => {
  const chosen = wanted[of]
  const shown = chosen === undefined ? values : [{ value: chosen, count: null }]
  if (shown.length === 0) return null
  return (
    <section>
      <h2>{title}</h2>
      <ul>
        {shown.map(({ value, count }) => (
          <li>
            {value === chosen ? (
              <a class="chosen" href={narrowed(wanted, of, undefined)}>
                <span>{wordsOf(value)}</span>
                <span class="hidden">, chosen; show all</span>
                <span aria-hidden="true">×</span>
              </a>
            ) : (
              <a href={narrowed(wanted, of, value)}>
                <span>{wordsOf(value)}</span>
                {count !== null && <span class="count">{count.toLocaleString("en")}</span>}
              </a>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}

const narrowed = (wanted: Wanted, of: Narrowing, value: string | undefined): string =>
  searchHref({ ...wanted, cursor: undefined, [of]: value })

const wordsOfKind = (kind: string): string =>
  kind in kindWords ? kindWords[kind as keyof typeof kindWords].many : kind
