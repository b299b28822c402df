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
import type { Reply } from "../../http/reply.ts"
import { categoryHref, searchHref, tagHref, type Wanted } from "../address.ts"
import type { Frame } from "../frame.ts"
import { html } from "../html.ts"
import { Layout } from "../layout.tsx"
import { page } from "../page.ts"
import { Facets } from "../parts/facets.tsx"
import { ListingRows } from "../parts/listing-rows.tsx"
import { NothingFound } from "../parts/nothing-found.tsx"
import { wordsToMark } from "../parts/text.tsx"
import { cursor, optionally } from "../query.ts"
import { categoryWords, plural } from "../words.ts"

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
      const isWhole = Object.values(wanted).every((value) => value === undefined)
      const heading = wanted.q === undefined ? (isWhole ? "All listings" : "Listings") : `Results for “${wanted.q}”`
      return await results(context, frame, wanted, { heading, ...(isWhole && { canonical: "/listings" }) })
    },
  }),
  page({
    path: "/categories/:category",
    name: "pages.category",
    summary: "Show the listings of a category",
    access: visitor,
    limit: "search",
    params: z.object({ category: z.enum(categories) }),
    handle: async ({ params: { category }, frame }) =>
      await results(
        context,
        frame,
        { category },
        { heading: categoryWords(category), canonical: categoryHref(category) },
      ),
  }),
  page({
    path: "/tags/:tag",
    name: "pages.tag",
    summary: "Show the listings with a tag",
    access: visitor,
    limit: "search",
    params: z.object({ tag }),
    handle: async ({ params, frame }) =>
      await results(context, frame, params, { heading: `#${params.tag}`, canonical: tagHref(params.tag) }),
  }),
]

/** What the page is called, and its address if it is one of those that are linked to. */
interface Named {
  readonly heading: string
  readonly canonical?: string
}

async function results(
  context: AppContext,
  frame: Frame,
  wanted: z.output<typeof query>,
  named: Named,
): Promise<Reply> {
  const [found, targets] = await Promise.all([
    searchListings(context, { ...wanted, limit: limits.pageSizeDefault }),
    listTargets(context),
  ])
  return html(<ResultsPage {...named} frame={frame} wanted={wanted} found={found} targets={targets} />)
}

interface ResultsProps extends Named {
  readonly frame: Frame
  readonly wanted: Wanted
  readonly found: SearchPage
  readonly targets: readonly Target[]
}

const ResultsPage = ({ frame, heading, canonical, wanted, found, targets }: ResultsProps) => {
  const { q, cursor: at } = wanted
  return (
    <Layout
      frame={frame}
      title={`${heading} · FleetPrompt`}
      description="Agents, workflows and specifications, by who published them and what they install into."
      {...(canonical !== undefined && { canonical })}
      search={q ?? ""}
      current="browse"
      next={nextOf(wanted, found)}
    >
      <div class="results" data-live>
        <header class="results-head">
          <h1>{heading}</h1>
          <output class="soft">{at === undefined ? countOf(found) : "Further results"}</output>
          {found.data.length > 0 && <Sorts wanted={wanted} />}
          <a class="to-filters" href="#filters">
            Filters
          </a>
        </header>
        <section class="found">
          <h2 class="hidden">Found</h2>
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
