import { type Listing, slugOf } from "../../../domain/listings/listing.ts"
import { ownListingHref } from "../../address.ts"

/** What a listing waits for. */
interface Task {
  /** Lower comes first. */
  readonly rank: number
  readonly words: string
  readonly action: string
  readonly page: string
}

/** The most urgent of what it waits for; undefined where that is nothing. */
function taskOf({ status, latestVersion, firstPublishedAtMs, description, images }: Listing): Task | undefined {
  if (status === "suspended") {
    return { rank: 0, words: "was suspended by the moderators", action: "See why, and answer", page: "/status" }
  }
  if (latestVersion === null) {
    return firstPublishedAtMs === null
      ? { rank: 2, words: "has no release yet", action: "Publish its first release", page: "/releases/new" }
      : { rank: 1, words: "has no release that can be installed", action: "Publish another one", page: "/releases/new" }
  }
  if (status === "draft")
    return { rank: 3, words: "is a draft that nobody else sees", action: "Publish it", page: "/status" }
  if (description === "")
    return { rank: 4, words: "says nothing about itself", action: "Write a description", page: "" }
  if (images.length === 0) return { rank: 5, words: "has no picture", action: "Add one", page: "/images" }
  return undefined
}

/** More would be a list nobody works off. */
const shownMax = 6

/** What is left to do for these listings, most urgent first. Nothing where all is done. */
export const ToDo = ({ listings }: { listings: readonly Listing[] }) => {
  const tasks = listings
    .flatMap((listing) => {
      const task = taskOf(listing)
      return task === undefined ? [] : [{ slug: slugOf(listing), ...task }]
    })
    .toSorted((one, other) => one.rank - other.rank)
    .slice(0, shownMax)
  return tasks.length === 0 ? null : (
    <section aria-labelledby="to-do">
      <h2 id="to-do">What is left to do</h2>
      <ul class="to-do">
        {tasks.map(({ slug, words, action, page }) => (
          <li>
            <span>
              <span class="slug">{slug}</span> {words}.
            </span>
            <a href={`${ownListingHref(slug)}${page}`}>{action}</a>
          </li>
        ))}
      </ul>
    </section>
  )
}
