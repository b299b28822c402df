import type { AppContext } from "../../domain/context.ts"
import type { Facet } from "../../domain/listings/facets.ts"
import type { Listing } from "../../domain/listings/listing.ts"
import { type SearchPage, searchListings } from "../../domain/listings/search.ts"
import { visitor } from "../../http/access.ts"
import { categoryHref } from "../address.ts"
import type { Frame } from "../frame.ts"
import { html } from "../html.ts"
import { Layout } from "../layout.tsx"
import { page } from "../page.ts"
import { Command } from "../parts/command.tsx"
import { Icon, isIconName } from "../parts/icons.tsx"
import { ListingLines } from "../parts/listing-rows.tsx"
import { PublishSteps } from "../parts/publish-steps.tsx"
import { SearchForm } from "../parts/search-form.tsx"
import { ageOf } from "../parts/time.tsx"
import { categoryWords, plural } from "../words.ts"

const listed = 8

export const homePages = (context: AppContext) => [
  page({
    path: "/",
    name: "pages.home",
    summary: "Show where to start",
    access: visitor,
    async handle({ frame }) {
      const [recent, popular] = await Promise.all([
        // What is public without a release to install is not what is looked for here.
        searchListings(context, { sort: "recent", limit: listed * 2 }),
        searchListings(context, { sort: "popular", limit: listed }),
      ])
      const installed = popular.data.filter(({ installs }) => installs > 0)
      return html(<HomePage frame={frame} recent={recent} installed={installed} />)
    },
  }),
]

interface HomeProps {
  readonly frame: Frame
  readonly recent: SearchPage
  readonly installed: readonly Listing[]
}

const description =
  "A registry of agents, workflows and specifications: who published which version of what, and a safe way to hand it to the system that runs it."

const HomePage = ({ frame, recent, installed }: HomeProps) => {
  const { facets, data } = recent
  const released = data.filter(({ latestVersion }) => latestVersion !== null).slice(0, listed)
  return (
    <Layout
      frame={frame}
      title="FleetPrompt: agents, workflows and specifications"
      description={description}
      canonical="/"
      feed={{ href: "/v1/changes.atom", title: "What changed on FleetPrompt" }}
      data={{
        "@context": "https://schema.org",
        "@type": "WebSite",
        name: "FleetPrompt",
        url: `${frame.publicUrl}/`,
        potentialAction: {
          "@type": "SearchAction",
          target: `${frame.publicUrl}/listings?q={q}`,
          "query-input": "required name=q",
        },
      }}
      search={null}
    >
      <section class="hero">
        <h1>Know who published which version of what</h1>
        <p>
          A registry of agents, workflows and specifications. Find one, judge it, and hand it over to the system that
          will run it.
        </p>
        <SearchForm q="" large />
      </section>
      {data.length === 0 ? <EmptyRegistry /> : <Categories counts={facets?.category ?? []} total={totalOf(recent)} />}
      {data.length > 0 && (
        <div class="pair">
          <section>
            <h2>Recently released</h2>
            <ListingLines
              listings={released}
              figure={(listing) => <Released listing={listing} nowMs={frame.nowMs} />}
            />
            <a class="more" href="/listings">
              All, newest first
            </a>
          </section>
          <section>
            <h2>Most installed</h2>
            {installed.length === 0 ? (
              <p class="empty">Nothing was installed yet. Only what a target system redeemed is counted here.</p>
            ) : (
              <ListingLines listings={installed} figure={({ installs }) => plural(installs, "install")} />
            )}
            <a class="more" href="/listings?sort=popular">
              All, most installed first
            </a>
          </section>
        </div>
      )}
      <PublishSteps />
    </Layout>
  )
}

const totalOf = ({ facets }: SearchPage): string => {
  const count = facets?.kind.reduce((sum, { count: each }) => sum + each, 0) ?? 0
  return facets?.atLeast ? `${count.toLocaleString("en")} or more listings` : plural(count, "listing")
}

const Released = ({ listing, nowMs }: { listing: Listing; nowMs: number }) => (
  <>
    <span class="version">{listing.latestVersion}</span> {ageOf(listing.updatedAtMs, nowMs)}
  </>
)

const Categories = ({ counts, total }: { counts: readonly Facet[]; total: string }) => (
  <section class="categories">
    <h2>
      Browse <span class="soft">{total}</span>
    </h2>
    <ul>
      {counts.slice(0, 6).map(({ value, count }) => (
        <li>
          <a href={categoryHref(value)}>
            {isIconName(value) && <Icon name={value} />}
            <span>{categoryWords(value)}</span>
            <span class="count">{count.toLocaleString("en")}</span>
          </a>
        </li>
      ))}
    </ul>
    <a class="more" href="/categories">
      All categories
    </a>
  </section>
)

const EmptyRegistry = () => (
  <section class="empty">
    <h2>This registry is empty</h2>
    <p>Be the first to publish. From the folder of your project:</p>
    <Command line="fleetprompt init && fleetprompt publish" label="the command" />
  </section>
)
