import { createHash, generateKeyPairSync, sign } from "node:crypto"
import { canonicalJson, type Json, type Receipt } from "../../src/contracts/index.ts"
import { id } from "../wire.ts"

export const issuer = "https://registry.example"
export const nowMs = 1_764_547_200_000

export const base64url = (text: string | Buffer) => Buffer.from(text).toString("base64url")

/** A key of a registry, and everything that can be signed with it. */
export function newSigner() {
  const { privateKey, publicKey } = generateKeyPairSync("ed25519")
  const { x = "" } = publicKey.export({ format: "jwk" })
  const kid = createHash("sha256")
    .update(JSON.stringify({ crv: "Ed25519", kty: "OKP", x }))
    .digest("base64url")
  /** Signs these very texts. */
  const signTexts = (header: string, payload: string) => {
    const covered = `${base64url(header)}.${base64url(payload)}`
    return `${covered}.${base64url(sign(null, Buffer.from(covered), privateKey))}`
  }
  const headerOf = (more: Record<string, Json> = {}) =>
    canonicalJson({ alg: "EdDSA", kid, typ: "fp-receipt+jws", ...more })
  return {
    kid,
    x,
    signTexts,
    headerOf,
    sign: (payload: unknown, more?: Record<string, Json>) => signTexts(headerOf(more), canonicalJson(payload as Json)),
    discovery: (retiredAtMs: number | null = null) => ({
      issuer,
      signingKeys: [{ kty: "OKP", crv: "Ed25519", alg: "EdDSA", use: "sig", kid, x, retiredAtMs }],
    }),
  }
}

export const receipt: Receipt = {
  issuer,
  sequence: 7,
  issuedAtMs: nowMs,
  state: "published",
  listing: { listingId: id("lst"), slug: "acme/support-triage", assetKind: "whs_agent" },
  release: {
    releaseId: id("rel"),
    version: "1.4.0",
    digest: `sha256:${"a".repeat(64)}`,
    publishedAtMs: nowMs,
  },
  provenance: null,
}
