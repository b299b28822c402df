import { slugOf } from "../../domain/listings/listing.ts"
import type { Suggestions } from "../../domain/listings/suggest.ts"
import { listingHref, searchHref, type Wanted } from "../address.ts"
import { Said } from "./text.tsx"

const narrowing = ["kind", "target", "category", "tag", "publisher"] as const

/** What to try where nothing was found: the nearest spelling, and the filters that stand in the way. */
export const NothingFound = ({ wanted, suggestions }: { wanted: Wanted; suggestions: Suggestions | null }) => {
  const filters = narrowing.filter((name) => wanted[name] !== undefined)
  return (
    <div class="empty">
      <h2>Nothing matches</h2>
      {suggestions !== null && suggestions.q !== null && (
        <p>
          Did you mean <a href={searchHref({ ...wanted, q: suggestions.q, cursor: undefined })}>{suggestions.q}</a>?
        </p>
      )}
      {suggestions !== null && suggestions.listings.length > 0 && (
        <ul>
          {suggestions.listings.map((listing) => (
            <li>
              <a href={listingHref(slugOf(listing))}>
                <Said text={listing.name} />
              </a>{" "}
              <span class="slug">{slugOf(listing)}</span>
            </li>
          ))}
        </ul>
      )}
      {filters.length > 0 && (
        <p>
          Look again without{" "}
          {filters.map((name, at) => (
            <>
              {at > 0 && ", "}
              <a href={searchHref({ ...wanted, [name]: undefined, cursor: undefined })}>
                {name} {wanted[name]}
              </a>
            </>
          ))}
          .
        </p>
      )}
      <p>
        <a href="/listings">See all listings</a>, or publish what is missing: <a href="/publish">how to publish</a>.
      </p>
    </div>
  )
}
