import {
  assetKinds,
  categories,
  handle,
  limits,
  listingSorts,
  tag,
  targetName,
  type ListingSort,
} from "@fleetprompt/sdk/contracts"
import * as z from "zod"
import type { AppContext } from "../../domain/context.ts"
import { type SearchPage, searchListings } from "../../domain/listings/search.ts"
import { listTargets } from "../../domain/targets/list.ts"
import type { Target } from "../../domain/targets/target.ts"
import { visitor } from "../../http/access.ts"
import { searchHref, type Wanted } from "../address.ts"
import type { Frame } from "../frame.ts"
import { html } from "../html.ts"
import { Layout } from "../layout.tsx"
import { page } from "../page.ts"
import { Facets } from "../parts/facets.tsx"
import { ListingRows } from "../parts/listing-rows.tsx"
import { NothingFound } from "../parts/nothing-found.tsx"
import { wordsToMark } from "../parts/text.tsx"
import { cursor, optionally } from "../query.ts"
import { plural } from "../words.ts"

const query = z.object({
  q: optionally(z.string().trim().min(1).max(limits.searchQueryLengthMax)),
  sort: optionally(z.enum(listingSorts)),
  kind: optionally(z.enum(assetKinds)),
  target: optionally(targetName),
  publisher: optionally(handle),
  tag: optionally(tag),
  category: optionally(z.enum(categories)),
  cursor,
})

/** Everything that can be found, and what was searched for among it. */
export const resultPages = (context: AppContext) => [
  page({
    path: "/listings",
    name: "pages.results",
    summary: "Search and browse listings",
    access: visitor,
    limit: "search",
    query,
    async handle({ query: wanted, frame }) {
      const [found, targets] = await Promise.all([
        searchListings(context, { ...wanted, limit: limits.pageSizeDefault }),
        listTargets(context),
      ])
      return html(<ResultsPage frame={frame} wanted={wanted} found={found} targets={targets} />)
    },
  }),
]

interface ResultsProps {
  readonly frame: Frame
  readonly wanted: Wanted
  readonly found: SearchPage
  readonly targets: readonly Target[]
}

const ResultsPage = ({ frame, wanted, found, targets }: ResultsProps) => {
  const { q, cursor: at } = wanted
  const isWhole = Object.values(wanted).every((value) => value === undefined)
  const heading = q === undefined ? "All listings" : `Results for “${q}”`
  return (
    <Layout
      frame={frame}
      title={`${heading} · FleetPrompt`}
      description="Agents, workflows and specifications, by who published them and what they install into."
      {...(isWhole && { canonical: "/listings" })}
      search={q ?? ""}
      current="browse"
      next={nextOf(wanted, found)}
    >
      <div class="results" data-live>
        <header class="results-head">
          <h1>{isWhole || q !== undefined ? heading : "Listings"}</h1>
          <p class="soft" role="status">
            {at === undefined ? countOf(found) : "Further results"}
          </p>
          {found.data.length > 0 && <Sorts wanted={wanted} />}
          <a class="to-filters" href="#filters">
            Filters
          </a>
        </header>
        <section class="found" aria-label="Results">
          {found.data.length === 0 ? (
            <NothingFound wanted={wanted} suggestions={found.suggestions} />
          ) : (
            <ListingRows listings={found.data} nowMs={frame.nowMs} words={wordsToMark(q)} />
          )}
          <Paging wanted={wanted} found={found} />
        </section>
        <Facets wanted={wanted} facets={found.facets} targets={targets} />
      </div>
    </Layout>
  )
}

/** Every listing has one kind, so the kinds add up to all that was counted. */
function countOf({ facets, data }: SearchPage): string {
  const count = facets?.kind.reduce((sum, { count: each }) => sum + each, 0) ?? data.length
  return facets?.atLeast ? `${count.toLocaleString("en")} listings or more` : plural(count, "listing")
}

const nextOf = (wanted: Wanted, { page: { nextCursor } }: SearchPage): string | undefined =>
  nextCursor === null ? undefined : searchHref({ ...wanted, cursor: nextCursor })

const sortWords: Record<ListingSort, string> = {
  relevance: "Best match",
  recent: "Newest",
  popular: "Most installed",
  name: "Name",
}

const Sorts = ({ wanted }: { wanted: Wanted }) => {
  const standard = wanted.q === undefined ? "recent" : "relevance"
  const sorts = listingSorts.filter((sort) => sort !== "relevance" || wanted.q !== undefined)
  const current = wanted.sort ?? standard
  return (
    <nav class="sorts" aria-label="Order">
      {sorts.map((sort) => (
        <a
          href={searchHref({ ...wanted, cursor: undefined, sort: sort === standard ? undefined : sort })}
          {...(sort === current && { "aria-current": "true" })}
        >
          {sortWords[sort]}
        </a>
      ))}
    </nav>
  )
}

const Paging = ({ wanted, found }: { wanted: Wanted; found: SearchPage }) => {
  const next = nextOf(wanted, found)
  if (next === undefined && wanted.cursor === undefined) return null
  return (
    <nav class="paging" aria-label="Pages">
      {wanted.cursor !== undefined && <a href={searchHref({ ...wanted, cursor: undefined })}>First page</a>}
      {next !== undefined && (
        <a class="next" rel="next" href={next}>
          Next page
        </a>
      )}
    </nav>
  )
}
