import { type Listing, slugOf } from "../../../domain/listings/listing.ts"
import { ownListingHref } from "../../address.ts"

/** What a listing waits for, most urgent first; undefined where it waits for nothing. */
interface Task {
  readonly words: string
  readonly action: string
  readonly page: string
}

function taskOf({ status, latestVersion, firstPublishedAtMs, description, images }: Listing): Task | undefined {
  if (status === "suspended") {
    return { words: "was suspended by the moderators", action: "See why, and answer", page: "/status" }
  }
  if (latestVersion === null) {
    return firstPublishedAtMs === null
      ? { words: "has no release yet", action: "Publish its first release", page: "/releases/new" }
      : { words: "has no release that can be installed", action: "Publish another one", page: "/releases/new" }
  }
  if (status === "draft") return { words: "is a draft that nobody else sees", action: "Publish it", page: "/status" }
  if (description === "") return { words: "says nothing about itself", action: "Write a description", page: "" }
  if (images.length === 0) return { words: "has no picture", action: "Add one", page: "/images" }
  return undefined
}

/** What is left to do for these listings. Nothing where all is done. */
export const ToDo = ({ listings }: { listings: readonly Listing[] }) => {
  const tasks = listings.flatMap((listing) => {
    const task = taskOf(listing)
    return task === undefined ? [] : [{ slug: slugOf(listing), ...task }]
  })
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
