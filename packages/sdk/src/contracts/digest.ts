import { canonicalJson } from "./canonical-json.ts"
import type { AssetKind } from "./listings.ts"
import type { ReleaseContent } from "./release-requests.ts"

/** The canonical text of a release's immutable content: what {@link releaseDigest} hashes. */
export function releaseDigestText(assetKind: AssetKind, content: ReleaseContent): string {
  const { version, refs, compatibility, artifact, notes } = content
  return canonicalJson({ assetKind, version, refs, compatibility, artifact, notes })
}

/**
 * The identity of a release's immutable content: SHA-256 over its canonical text, as `sha256:` and 64
 * hexadecimal digits. Ids, status and times are outside it, so the same manifest has the same digest anywhere.
 */
export async function releaseDigest(assetKind: AssetKind, content: ReleaseContent): Promise<string> {
  return `sha256:${await sha256(new TextEncoder().encode(releaseDigestText(assetKind, content)))}`
}

/** SHA-256 in 64 hexadecimal digits. */
export async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const hash = await crypto.subtle.digest("SHA-256", bytes)
  return Array.from(new Uint8Array(hash), (byte) => byte.toString(16).padStart(2, "0")).join("")
}

/** Names, as JSON pointers, the fields in which two contents of one version differ. */
export function differingFields(published: ReleaseContent, offered: ReleaseContent): string[] {
  return (["refs", "compatibility", "artifact", "notes"] as const)
    .filter((field) => canonicalJson(published[field]) !== canonicalJson(offered[field]))
    .map((field) => `/${field}`)
}
