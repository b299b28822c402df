import { Refusal } from "../domain/refusal.ts"

/** The strong entity tag of a row: its version, so that no body has to be hashed. */
export const etagOf = (prefix: string, rowVersion: number): string => `"${prefix}-${rowVersion}"`

/**
 * The row version an `If-Match` header names.
 * @throws Refusal PRECONDITION_REQUIRED without the header, ETAG_MISMATCH for one that cannot match; `*` would
 *   overwrite unseen changes and is not taken.
 */
export function expectedRowVersion(ifMatch: string | undefined, prefix: string): number {
  if (ifMatch === undefined) {
    throw new Refusal("PRECONDITION_REQUIRED", "Send If-Match with the ETag of what you changed.")
  }
  const version = /^"([a-z]+)-(\d{1,15})"$/.exec(ifMatch)
  if (version === null || version[1] !== prefix) {
    throw new Refusal("ETAG_MISMATCH", "The If-Match header is not a current ETag of this.")
  }
  return Number(version[2])
}

/** Whether an `If-None-Match` header names this tag, by weak comparison (RFC 9110 §13.1.2). */
export const matchesEtag = (ifNoneMatch: string | undefined, etag: string): boolean =>
  ifNoneMatch !== undefined &&
  (ifNoneMatch.trim() === "*" || ifNoneMatch.split(",").some((tag) => tag.trim().replace(/^W\//, "") === etag))
