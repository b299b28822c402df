import { createHash, createPublicKey, type JsonWebKey, verify } from "node:crypto"
import type { TargetKey } from "@fleetprompt/redeem-client"

export const targetId = "tgt_4kQz7Wm2RtYp9XcVb1NsLd"

/** A fresh private key as an admin's tool would make it. */
export async function newKey(kind: "P-256" | "Ed25519"): Promise<TargetKey> {
  const algorithm = kind === "P-256" ? { name: "ECDSA", namedCurve: "P-256" } : { name: "Ed25519" }
  const pair = (await crypto.subtle.generateKey(algorithm, true, ["sign", "verify"])) as CryptoKeyPair
  const { kty = "", crv, x, y, d } = await crypto.subtle.exportKey("jwk", pair.privateKey)
  return { kty, crv, x, ...(y === undefined ? {} : { y }), d }
}

/** RFC 7638 by another implementation than the one under test. */
export function thumbprintOf({ crv, kty, x, y }: TargetKey): string {
  const members = y === undefined ? { crv, kty, x } : { crv, kty, x, y }
  return createHash("sha256").update(JSON.stringify(members)).digest("base64url")
}

/** The parts of a bearer JWT, after its signature was checked with `node:crypto`. */
export function readAssertion(authorization: string | null, { kty, crv, x, y }: TargetKey) {
  const jwt = authorization?.replace(/^Bearer /, "") ?? ""
  const [header = "", claims = "", signature = ""] = jwt.split(".")
  const jwk: JsonWebKey = JSON.parse(JSON.stringify({ kty, crv, x, y }))
  const key = createPublicKey({ key: jwk, format: "jwk" })
  const isSigned = verify(
    kty === "EC" ? "sha256" : null,
    Buffer.from(`${header}.${claims}`),
    { key, dsaEncoding: "ieee-p1363" },
    Buffer.from(signature, "base64url"),
  )
  return { isSigned, header: jsonIn(header), claims: jsonIn(claims) }
}

const jsonIn = (part: string) => JSON.parse(Buffer.from(part, "base64url").toString()) as Record<string, unknown>
