import type { PinnedKey } from "@fleetprompt/redeem-client/revocations"
import type { RevocationPage, SigningKey } from "@fleetprompt/sdk/contracts"
import { createHash } from "node:crypto"

export const issuer = "https://registry.example"

/** A registry's signing key. */
export async function newSigner() {
  const pair = await crypto.subtle.generateKey({ name: "Ed25519" }, true, ["sign", "verify"])
  const { x = "" } = await crypto.subtle.exportKey("jwk", pair.publicKey)
  const pinned: PinnedKey = { kty: "OKP", crv: "Ed25519", x }
  const kid = createHash("sha256")
    .update(JSON.stringify({ crv: "Ed25519", kty: "OKP", x }))
    .digest("base64url")
  const listed: SigningKey = { ...pinned, kty: "OKP", crv: "Ed25519", alg: "EdDSA", use: "sig", kid, retiredAtMs: null }
  return {
    kid,
    pinned,
    listed,
    signExactly,
    sign: (page: object, header: object = {}) =>
      signExactly({ alg: "EdDSA", typ: "fp-revocations+jws", kid, ...header }, JSON.stringify(page)),
  }

  /** Signs that very header and text. */
  async function signExactly(header: object, payload: string): Promise<string> {
    const parts = [JSON.stringify(header), payload].map((part) => Buffer.from(part).toString("base64url"))
    const signature = await crypto.subtle.sign({ name: "Ed25519" }, pair.privateKey, Buffer.from(parts.join(".")))
    return [...parts, Buffer.from(signature).toString("base64url")].join(".")
  }
}
export type Signer = Awaited<ReturnType<typeof newSigner>>

/** A page without an entry, as of then. */
export const pageOf = (issuedAtMs: number, page: Partial<RevocationPage> = {}): RevocationPage => ({
  issuer,
  issuedAtMs,
  after: 0,
  nextAfter: 0,
  hasMore: false,
  entries: [],
  ...page,
})

export const entryOf = (seq: number, releaseId: string, revoked = true) => ({
  seq,
  releaseId,
  revoked,
  cause: "release_revoked",
  atMs: 1_790_000_000_000,
})

/** A registry that serves a discovery document and, by `after`, signed pages. */
export function feedServer(signers: () => readonly SigningKey[], pages: (after: number) => unknown) {
  const asked: string[] = []
  let isDown = false
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const url = new URL(new Request(input, init).url)
    asked.push(url.pathname + url.search)
    if (isDown) throw new TypeError("fetch failed")
    if (url.pathname === "/.well-known/fleetprompt") return Response.json({ issuer, signingKeys: signers() })
    const answer = await pages(Number(url.searchParams.get("after")))
    return answer instanceof Response ? answer : Response.json({ jws: answer })
  }
  return { fetch, asked, setDown: (down: boolean) => void (isDown = down) }
}
