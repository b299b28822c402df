import { categories } from "@fleetprompt/sdk/contracts"
import type { AppContext } from "../../domain/context.ts"
import { type Listing, slugOf } from "../../domain/listings/listing.ts"
import { searchListings } from "../../domain/listings/search.ts"
import { visitor } from "../../http/access.ts"
import { text } from "../../http/reply.ts"
import { categoryHref, listingHref, publisherHref } from "../address.ts"
import { markupOf } from "../html.ts"
import { page } from "../page.ts"

/** As many listings as are read at once; the others are found from page to page. */
const listedMax = 2_000

const headers = { "cache-control": "public, max-age=3600" }

/** For search engines: what there is, and what to leave alone. */
export const crawlerPages = (context: AppContext) => [
  page({
    path: "/robots.txt",
    name: "pages.robots",
    summary: "Tell crawlers what to leave alone",
    access: visitor,
    mediaType: "text/plain",
    async handle({ frame }) {
      const content = [
        "User-agent: *",
        "Disallow: /v1/",
        "Disallow: /listings?",
        "Disallow: /*/compare",
        "Disallow: /*/report",
        "",
        `Sitemap: ${frame.publicUrl}/sitemap.xml`,
        "",
      ].join("\n")
      return text({ content, mediaType: "text/plain; charset=utf-8" }, { headers })
    },
  }),
  page({
    path: "/sitemap.xml",
    name: "pages.sitemap",
    summary: "List the pages of listings and publishers",
    access: visitor,
    limit: "search",
    mediaType: "application/xml",
    async handle({ frame }) {
      const { data } = await searchListings(context, { sort: "recent", limit: listedMax })
      const content = `<?xml version="1.0" encoding="UTF-8"?>\n${markupOf(<Sitemap origin={frame.publicUrl} listings={data} />)}`
      return text({ content, mediaType: "application/xml" }, { headers })
    },
  }),
]

const Sitemap = ({ origin, listings }: { origin: string; listings: readonly Listing[] }) => {
  const publishers = [...new Set(listings.map(({ publisher }) => publisher.handle))]
  const places = ["/", "/listings", "/categories", "/publish", ...categories.map(categoryHref)]
  return (
    <urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
      {[...places, ...publishers.map(publisherHref)].map((href) => (
        <url>
          <loc>{origin + href}</loc>
        </url>
      ))}
      {listings.map((listing) => (
        <url>
          <loc>{origin + listingHref(slugOf(listing))}</loc>
          <lastmod>{new Date(listing.updatedAtMs).toISOString()}</lastmod>
        </url>
      ))}
    </urlset>
  )
}
