import type * as z from "zod"
import { canonicalJson, type Json } from "../contracts/canonical-json.ts"
import { limits } from "../contracts/limits.ts"
import { base64url, bytesOf } from "./base64url.ts"
import { StatementError } from "./error.ts"
import { type TrustedDocument, trustedKeys } from "./trust.ts"

export interface VerifyOptions {
  /** The registry's discovery document, fetched from `/.well-known/fleetprompt` or kept from an earlier day. */
  readonly discovery: TrustedDocument
  /** Milliseconds since 1970. Default: now. */
  readonly nowMs?: number | undefined
}

/** What every statement says. */
interface Said {
  readonly issuer: string
  readonly issuedAtMs: number
}

/** How far the registry's clock may be ahead of ours. */
const skewMs = 300_000

/**
 * What a compact JWS of that `typ` says, once it is certain that the registry said it. The header is compared with the
 * one the registry would have written and never read, so it can name no algorithm and bring no key.
 * @throws StatementError
 */
export async function verifyStatement<Statement extends Said>(
  jws: unknown,
  type: string,
  schema: z.ZodType<Statement>,
  { discovery, nowMs = Date.now() }: VerifyOptions,
): Promise<Statement> {
  const { issuer, keys } = await trustedKeys(discovery)
  if (typeof jws !== "string" || jws.length > limits.statementBytesMax) throw malformed()
  const parts = jws.split(".")
  const [header = "", payload = "", signature = ""] = parts
  const [payloadBytes, signatureBytes] = [bytesOf(payload), bytesOf(signature)]
  if (!bytesOf(header) || !payloadBytes || !signatureBytes || parts.length !== 3) throw malformed()
  const trusted = keys.find(({ kid }) => header === headerOf(type, kid))
  if (!trusted) throw new StatementError("UNTRUSTED", `It is no statement of the kind ${type} by a key of ${issuer}.`)
  const covered = new TextEncoder().encode(`${header}.${payload}`)
  if (!(await crypto.subtle.verify({ name: "Ed25519" }, trusted.key, signatureBytes, covered)))
    throw new StatementError("UNTRUSTED", `The signature is not one of ${issuer}.`)
  const said = saidIn(payloadBytes, payload, schema)
  if (said.issuer !== issuer)
    throw new StatementError("OTHER_ISSUER", "It was issued by another registry than the keys belong to.")
  if (trusted.retiredAtMs !== null && said.issuedAtMs > trusted.retiredAtMs)
    throw new StatementError("RETIRED_KEY", "It is dated after its key was retired.")
  if (said.issuedAtMs > nowMs + skewMs) throw new StatementError("FROM_THE_FUTURE", "It is dated after now.")
  return said
}

const headerOf = (typ: string, kid: string) => base64url(canonicalJson({ alg: "EdDSA", kid, typ }))

/** The payload in its one spelling, so that no two readers can read it differently. */
function saidIn<Statement>(bytes: Uint8Array, payload: string, schema: z.ZodType<Statement>): Statement {
  try {
    const value: Json = JSON.parse(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes))
    if (base64url(canonicalJson(value)) === payload) return schema.parse(value)
  } catch {
    // Whatever it is, it is no statement.
  }
  throw malformed()
}

const malformed = () => new StatementError("MALFORMED", "It is no signed statement of a registry.")
