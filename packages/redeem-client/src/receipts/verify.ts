import { base64url, bytesOf, utf8 } from "../bytes.ts"
import type { VerifyKey } from "../revocations/keys.ts"
import { id, object, type Read, ShapeMismatch, text, timestampMs } from "../shape.ts"
import { ReceiptError } from "./error.ts"

/** What the registry signed when a release was published. */
export interface Receipt {
  issuer: string
  /** Counts up over all receipts of the registry. */
  sequence: number
  issuedAtMs: number
  state: "published" | (string & {})
  listing: { listingId: string; slug: string; assetKind: string }
  release: { releaseId: string; version: string; digest: string; publishedAtMs: number }
}

const receipt: Read<Receipt> = object<Receipt>({
  issuer: text,
  sequence: timestampMs,
  issuedAtMs: timestampMs,
  state: text,
  listing: object({ listingId: id("lst"), slug: text, assetKind: text }),
  release: object({ releaseId: id("rel"), version: text, digest: text, publishedAtMs: timestampMs }),
})

const lengthMax = 16_384
/** How far the registry's clock may be ahead of ours. */
const skewMs = 300_000

/**
 * What a compact JWS says, once it is certain that the registry said it. The header is compared with the one the registry
 * would have written and never read, so it can name no algorithm and bring no key.
 * @throws ReceiptError `UNTRUSTED`
 */
export async function verifiedReceipt(
  jws: string,
  keys: ReadonlyMap<string, VerifyKey>,
  { issuer, nowMs }: { issuer: string; nowMs: number },
): Promise<Receipt> {
  const [header = "", payload = "", signature = "", ...rest] = jws.slice(0, lengthMax + 1).split(".")
  const signatureBytes = exactBytes(signature)
  const payloadBytes = exactBytes(payload)
  if (jws.length > lengthMax || rest.length > 0 || !payloadBytes || !signatureBytes) throw untrusted("is none")
  const named = [...keys].find(([kid]) => header === headerOf(kid))
  if (!named) throw untrusted("names no key of the registry")
  const [, { key, retiredAtMs }] = named
  if (!(await crypto.subtle.verify({ name: "Ed25519" }, key, signatureBytes, utf8(`${header}.${payload}`))))
    throw untrusted("is not signed by the registry")
  const read = shaped(payloadBytes)
  if (read.issuer.replace(/\/+$/, "") !== issuer) throw untrusted("is of another registry")
  if (retiredAtMs !== null && read.issuedAtMs > retiredAtMs) throw untrusted("is dated after its key was retired")
  if (read.issuedAtMs > nowMs + skewMs) throw untrusted("is dated after now")
  return read
}

const headerOf = (kid: string) => base64url(utf8(JSON.stringify({ alg: "EdDSA", kid, typ: "fp-receipt+jws" })))

/** The bytes of a base64url in its one spelling. */
function exactBytes(part: string) {
  const bytes = bytesOf(part)
  return bytes && base64url(bytes) === part ? bytes : undefined
}

/** The payload as the registry spells JSON, so that it says nothing twice. */
function shaped(bytes: Uint8Array): Receipt {
  try {
    const json = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes)
    const value: unknown = JSON.parse(json)
    if (JSON.stringify(value) === json) return receipt(value, "")
  } catch (error) {
    if (error instanceof ShapeMismatch) throw new ReceiptError("UNEXPECTED_REPLY", error.message)
  }
  throw untrusted("is none")
}

const untrusted = (what: string) => new ReceiptError("UNTRUSTED", `The receipt ${what}.`)
