import type { Call } from "../call.ts"
import { callerOf, type Client } from "../caller-of.ts"
import { type SignedAuditCheckpoint, signedAuditCheckpoint } from "../contracts/audit-checkpoint.ts"
import { type Discovery, discovery } from "../contracts/discovery.ts"
import { type SignedReceipt, signedReceipt } from "../contracts/receipts.ts"
import type { CallOptions } from "../endpoint.ts"
import { path } from "../path.ts"
import { listingPath } from "../resources/listing-path.ts"

/** What the registry signs, and what to check it with. */
export interface Receipts {
  /** Reads the receipt of a release. */
  get(slug: string, version: string, options?: CallOptions): Call<SignedReceipt>
  /** Reads the latest checkpoint of the audit log. */
  auditCheckpoint(options?: CallOptions): Call<SignedAuditCheckpoint>
  /** Reads the document that names the registry and its keys; keep it to verify offline. */
  discover(options?: CallOptions): Call<Discovery>
}

/**
 * The part of the API that is signed, loaded apart.
 * @example
 * const receipts = receiptsOf(fp)
 * const { jws } = await receipts.get("acme/support-triage", "1.4.0")
 * const receipt = await verifyReceipt(jws, { discovery: await receipts.discover(), expected: { digest } })
 */
export function receiptsOf(client: Client): Receipts {
  const call = client[callerOf]
  return {
    get: (slug, version, options) =>
      call(
        {
          method: "GET",
          path: () => `${listingPath(slug)}/releases${path`/${version}`}/receipt`,
          reply: signedReceipt,
        },
        options,
      ),
    auditCheckpoint: (options) =>
      call({ method: "GET", path: () => "/v1/audit/checkpoint", reply: signedAuditCheckpoint }, options),
    discover: (options) => call({ method: "GET", path: () => "/.well-known/fleetprompt", reply: discovery }, options),
  }
}
