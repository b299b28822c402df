import type { AppContext } from "../../domain/context.ts"
import { slugOf } from "../../domain/listings/listing.ts"
import { visitor } from "../../http/access.ts"
import { slugParams } from "../../http/api/paths.ts"
import { compatibilityHref, releaseHref } from "../address.ts"
import type { Frame } from "../frame.ts"
import { keptHtml } from "../html.ts"
import { page } from "../page.ts"
import { ListingFrame, type Shown } from "../parts/listing-frame.tsx"
import { Wide } from "../parts/wide.tsx"
import { openListing, orMoved, partsOf, withReleases } from "../show-listing.ts"
import { kindWords, systemWords } from "../words.ts"

export const compatibilityPages = (context: AppContext) => [
  page({
    path: "/listings/:publisher/:name/compatibility",
    name: "pages.compatibility",
    summary: "Show what a listing works with",
    access: visitor,
    params: slugParams,
    handle: async ({ params: { slug }, frame }) =>
      await orMoved(context, slug, compatibilityHref, async () => {
        const opened = await openListing(context, slug)
        return await keptHtml(context, frame, ["compatibility", ...partsOf(opened)], async () => (
          <CompatibilityPage {...await withReleases(context, opened)} frame={frame} />
        ))
      }),
  }),
]

const systems = [
  { key: "minWHSVersion", words: "WHS" },
  { key: "minAgentromaticVersion", words: "Agentromatic" },
  { key: "minAgentelicVersion", words: "Agentelic" },
] as const

const CompatibilityPage = ({ frame, ...shown }: Shown & { frame: Frame }) => {
  const { listing, releases, targets } = shown
  const slug = slugOf(listing)
  const fitting = targets.filter(({ assetKinds }) => assetKinds.includes(listing.assetKind))
  return (
    <ListingFrame
      {...shown}
      frame={frame}
      tab="compatibility"
      title={`What ${listing.name} (${slug}) works with · FleetPrompt`}
      canonical={compatibilityHref(slug)}
    >
      <section class="compatibility">
        <h2>Lowest versions it works with</h2>
        <p class="soft">As its publisher states them with each release. A target checks for itself.</p>
        {releases.length === 0 ? (
          <p class="empty">Nothing was released yet.</p>
        ) : (
          <Wide label="Lowest versions, by release">
            <table>
              <thead>
                <tr>
                  <th scope="col">Release</th>
                  {systems.map(({ words }) => (
                    <th scope="col">{words}</th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {releases.map((release) => (
                  <tr>
                    <th scope="row">
                      <a class="version" href={releaseHref(slug, release.version)}>
                        {release.version}
                      </a>
                      {release.revocation !== null && <span class="tag-state bad">revoked</span>}
                    </th>
                    {systems.map(({ key }) => (
                      <td>{release.compatibility[key] ?? <span class="soft">not stated</span>}</td>
                    ))}
                  </tr>
                ))}
              </tbody>
            </table>
          </Wide>
        )}
        <h2>Where it can be installed from here</h2>
        {fitting.length === 0 ? (
          <p class="soft">No system that takes a {kindWords[listing.assetKind].one} is connected to this registry.</p>
        ) : (
          <ul class="plain">
            {fitting.map(({ name, targetSystem }) => (
              <li>
                <b>{name}</b> <span class="soft">runs {systemWords[targetSystem]}</span>
              </li>
            ))}
          </ul>
        )}
      </section>
    </ListingFrame>
  )
}
