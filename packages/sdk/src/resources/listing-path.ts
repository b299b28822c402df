import { isSlug, splitSlug } from "../contracts/slug.ts"
import { path } from "../path.ts"

/** The address of a listing, by slug. @throws TypeError as {@link requireSlug}. */
export function listingPath(text: string): string {
  const { publisher, name } = splitSlug(requireSlug(text))
  return path`/v1/listings/${publisher}/${name}`
}

/** @throws TypeError for what is not publisher/name; it would name something else in the registry, or nothing. */
export function requireSlug(text: string): string {
  if (!isSlug(text)) throw new TypeError("A listing is named publisher/name, as in acme/support-triage.")
  return text
}
