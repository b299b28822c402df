import { slug, splitSlug } from "../contracts/slug.ts"
import { path } from "../path.ts"

/**
 * The address of a listing, by slug.
 * @throws TypeError for what is not publisher/name; it would name something else in the registry, or nothing.
 */
export function listingPath(text: string): string {
  if (!slug.safeParse(text).success)
    throw new TypeError("A listing is named publisher/name, as in acme/support-triage.")
  const { publisher, name } = splitSlug(text)
  return path`/v1/listings/${publisher}/${name}`
}
