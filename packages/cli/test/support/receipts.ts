import { createHash, createPrivateKey, createPublicKey, sign } from "node:crypto"
import { canonicalJson, type Discovery, type FullRelease, type Receipt } from "@fleetprompt/sdk/contracts"
import { idFor, nowMs } from "./fixtures.ts"

const issuer = "https://registry.example"

const pkcs8Prefix = Buffer.from("302e020100300506032b657004220420", "hex")
const privateKey = createPrivateKey({
  key: Buffer.concat([pkcs8Prefix, Buffer.alloc(32, 5)]),
  format: "der",
  type: "pkcs8",
})
const { x = "" } = createPublicKey(privateKey).export({ format: "jwk" })
const kid = createHash("sha256")
  .update(JSON.stringify({ crv: "Ed25519", kty: "OKP", x }))
  .digest("base64url")

/** What the registry of the tests says of itself. */
export const discovery = (retiredAtMs: number | null = null): Discovery => ({
  issuer,
  apiBase: `${issuer}/v1`,
  minCliVersion: "0.0.0",
  manifestSchemaUrl: `${issuer}/schema/manifest-v1.json`,
  trustedPublishing: null,
  signingKeys: [{ kty: "OKP", crv: "Ed25519", alg: "EdDSA", use: "sig", kid, x, retiredAtMs }],
})

/** The signed receipt of a release, as that registry gives it. */
export function receiptOf({ slug, version, digest }: Pick<FullRelease, "slug" | "version" | "digest">): string {
  const receipt: Receipt = {
    issuer,
    sequence: 7,
    issuedAtMs: nowMs,
    state: "published",
    listing: { listingId: idFor("listing", slug), slug, assetKind: "whs_agent" },
    release: { releaseId: idFor("release", slug + version), version, digest, publishedAtMs: nowMs },
    provenance: null,
  }
  const covered = [{ alg: "EdDSA", kid, typ: "fp-receipt+jws" }, receipt]
    .map((part) => Buffer.from(canonicalJson(part)).toString("base64url"))
    .join(".")
  return `${covered}.${sign(null, Buffer.from(covered), privateKey).toString("base64url")}`
}
