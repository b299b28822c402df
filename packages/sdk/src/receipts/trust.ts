import * as z from "zod"
import { timestampMs } from "../contracts/ids.ts"
import { base64url, bytesOf } from "./base64url.ts"
import { StatementError } from "./error.ts"

/** What of a registry's discovery document its statements are checked with. */
export interface TrustedDocument {
  readonly issuer: string
  readonly signingKeys: readonly unknown[]
}

/** A key ready to verify with. */
export interface TrustedKey {
  readonly kid: string
  readonly key: CryptoKey
  readonly retiredAtMs: number | null
}

const document = z.object({ issuer: z.string().min(1), signingKeys: z.array(z.unknown()) })

/** Kinds of key that we do not know are passed over. */
const known = z.object({
  kty: z.literal("OKP"),
  crv: z.literal("Ed25519"),
  x: z.string().refine((text) => bytesOf(text)?.length === 32),
  retiredAtMs: timestampMs.nullable(),
})

/**
 * The keys of a discovery document, named by their RFC 7638 thumbprints, whatever the document calls them.
 * @throws StatementError UNTRUSTED where it is no such document, or lists no key that we know.
 */
export async function trustedKeys(from: unknown): Promise<{ issuer: string; keys: TrustedKey[] }> {
  const read = document.safeParse(from)
  if (!read.success) throw new StatementError("UNTRUSTED", "This is no discovery document of a registry.")
  const { issuer, signingKeys } = read.data
  const listed = signingKeys.flatMap((value) => known.safeParse(value).data ?? [])
  if (listed.length === 0) throw new StatementError("UNTRUSTED", "The discovery document lists no signing key.")
  return { issuer, keys: await Promise.all(listed.map(trustedKey)) }
}

async function trustedKey({ kty, crv, x, retiredAtMs }: z.output<typeof known>): Promise<TrustedKey> {
  const jwk = { crv, kty, x }
  const thumbprint = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(JSON.stringify(jwk)))
  const key = await crypto.subtle.importKey("jwk", jwk, { name: "Ed25519" }, false, ["verify"])
  return { kid: base64url(new Uint8Array(thumbprint)), key, retiredAtMs }
}
