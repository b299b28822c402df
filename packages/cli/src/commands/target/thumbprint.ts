import { createHash } from "node:crypto"

/** RFC 7638 SHA-256 thumbprint of a public key, its `kid`: over the required members in the order of their names. */
export function thumbprintOf({ crv, kty, x, y }: JsonWebKey): string {
  const members = { crv, kty, x, ...(y !== undefined && { y }) }
  return createHash("sha256").update(JSON.stringify(members)).digest("base64url")
}
