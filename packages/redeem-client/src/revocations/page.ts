import { bytesOf, utf8 } from "../bytes.ts"
import { flag, id, isObject, object, type Read, ShapeMismatch, text, timestampMs } from "../shape.ts"
import { RevocationsError } from "./error.ts"
import type { VerifyKey } from "./keys.ts"
import { parsed } from "./read.ts"

/** A page of the feed whose signature holds. */
export interface RevocationPage {
  issuer: string
  issuedAtMs: number
  after: number
  nextAfter: number
  hasMore: boolean
  entries: RevocationEntry[]
}

/** One release that is revoked from then on, or is so no more. */
export interface RevocationEntry {
  seq: number
  releaseId: string
  revoked: boolean
}

const entry = object<RevocationEntry>({ seq: timestampMs, releaseId: id("rel"), revoked: flag })

const entries: Read<RevocationEntry[]> = (value, pointer) => {
  if (!Array.isArray(value)) throw new ShapeMismatch(pointer)
  return value.map((member, index) => entry(member, `${pointer}/${index}`))
}

const page = object<RevocationPage>({
  issuer: text,
  issuedAtMs: timestampMs,
  after: timestampMs,
  nextAfter: timestampMs,
  hasMore: flag,
  entries,
})

/** How far the registry's clock may be ahead of ours. */
const skewMs = 300_000

/** The key a compact JWS names; undefined where it is none of the feed. Nothing about it is true yet. */
export function kidOf(jws: unknown): string | undefined {
  if (typeof jws !== "string") return undefined
  const bytes = bytesOf(jws.split(".")[0] ?? "")
  const header = bytes && parsed(bytes)
  const isOurs =
    isObject(header) && header["alg"] === "EdDSA" && header["typ"] === "fp-revocations+jws" && !("crit" in header)
  return isOurs && typeof header["kid"] === "string" ? header["kid"] : undefined
}

/**
 * What a signed page says about the feed after `after`.
 * @throws RevocationsError `UNTRUSTED` where it is not signed with that key, not of that registry or not that page.
 */
export async function verifiedPage(
  jws: string,
  { key, retiredAtMs }: VerifyKey,
  { issuer, after, nowMs }: { issuer: string; after: number; nowMs: number },
): Promise<RevocationPage> {
  const [header = "", payload = "", signature = "", ...rest] = jws.split(".")
  const [payloadBytes, signatureBytes] = [bytesOf(payload), bytesOf(signature)]
  if (!payloadBytes || !signatureBytes || rest.length > 0) throw untrusted("is not a compact JWS")
  if (!(await crypto.subtle.verify({ name: "Ed25519" }, key, signatureBytes, utf8(`${header}.${payload}`))))
    throw untrusted("is not signed by the registry")
  const read = shaped(parsed(payloadBytes))
  if (read.issuer.replace(/\/+$/, "") !== issuer) throw untrusted("is of another registry")
  if (read.after !== after || !isInOrder(read)) throw untrusted("is not the page that was asked for")
  if (read.issuedAtMs > nowMs + skewMs) throw untrusted("is signed for a later time")
  if (retiredAtMs !== null && read.issuedAtMs > retiredAtMs)
    throw untrusted("is signed with a key that was retired before")
  return read
}

const untrusted = (what: string) => new RevocationsError("UNTRUSTED", `The feed of revocations ${what}.`)

function shaped(value: unknown): RevocationPage {
  try {
    return page(value, "")
  } catch (error) {
    throw new RevocationsError("UNEXPECTED_REPLY", error instanceof ShapeMismatch ? error.message : "No page.")
  }
}

/** Each entry after the one before and none beyond `nextAfter`, from where the next page goes on. */
function isInOrder({ after, nextAfter, hasMore, entries: listed }: RevocationPage): boolean {
  const seqs = [after, ...listed.map(({ seq }) => seq)]
  const isAscending = seqs.every((seq, index) => index === 0 || seq > (seqs[index - 1] ?? seq))
  return isAscending && nextAfter >= (seqs.at(-1) ?? after) && (!hasMore || nextAfter > after)
}
