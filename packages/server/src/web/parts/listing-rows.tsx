import type { Listing } from "../../domain/listings/listing.ts"
import { slugOf } from "../../domain/listings/listing.ts"
import { listingHref } from "../address.ts"
import { kindWords, plural } from "../words.ts"
import { Mark } from "./mark.tsx"
import { Marked, Said } from "./text.tsx"
import { Age } from "./time.tsx"
import { VerifiedMark } from "./verification.tsx"

interface RowsProps {
  readonly listings: readonly Listing[]
  readonly nowMs: number
  readonly words?: readonly string[]
}

/** Listings one below the other, each in two lines and a column of figures. */
export const ListingRows = ({ listings, nowMs, words = [] }: RowsProps) => (
  <ol class="rows" data-rows>
    {listings.map((listing) => (
      <li class="row">
        <Mark listing={listing} size={40} />
        <div class="what">
          <h3>
            <a href={listingHref(slugOf(listing))}>
              <Marked text={listing.name} words={words} />
            </a>
            {listing.deprecation !== null && <span class="tag-state warn">Deprecated</span>}
          </h3>
          <p class="slug">
            <Marked text={slugOf(listing)} words={words} />
            <VerifiedMark {...listing.publisher} />
          </p>
          <p class="summary">
            <Marked text={listing.summary} words={words} />
          </p>
        </div>
        <dl class="figures">
          <dt class="hidden">Version</dt>
          <dd class="version">{listing.latestVersion ?? "no release"}</dd>
          <dt class="hidden">Kind</dt>
          <dd>{kindWords[listing.assetKind].one}</dd>
          <dt class="hidden">Changed</dt>
          <dd>
            <Age atMs={listing.updatedAtMs} nowMs={nowMs} />
          </dd>
          {listing.installs > 0 && (
            <>
              <dt class="hidden">Installs</dt>
              <dd>{plural(listing.installs, "install")}</dd>
            </>
          )}
        </dl>
      </li>
    ))}
  </ol>
)

/** A dense list: one line and a figure. */
export const ListingLines = ({
  listings,
  figure,
}: {
  listings: readonly Listing[]
  figure: (listing: Listing) => unknown
}) => (
  <ol class="lines">
    {listings.map((listing) => (
      <li>
        <a href={listingHref(slugOf(listing))}>
          <Mark listing={listing} size={32} />
          <span class="what">
            <span class="name">
              <Said text={listing.name} />
            </span>
            <span class="slug">
              {slugOf(listing)}
              <VerifiedMark {...listing.publisher} />
            </span>
          </span>
          <span class="figure">{figure(listing)}</span>
        </a>
      </li>
    ))}
  </ol>
)
