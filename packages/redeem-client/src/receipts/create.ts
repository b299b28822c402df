import type { Redemption } from "../redemption.ts"
import { RevocationsError } from "../revocations/error.ts"
import { discoveredKeys, keyRing, type PinnedKey, type VerifyKey } from "../revocations/keys.ts"
import { readJson } from "../revocations/read.ts"
import { baseOf } from "../settings.ts"
import { isObject } from "../shape.ts"
import { ReceiptError } from "./error.ts"
import { type Receipt, verifiedReceipt } from "./verify.ts"

export interface ReceiptsOptions {
  /** Public address of the registry: https, or http on the loopback interface. */
  registry: string
  /** The registry's public keys, from its discovery document. Default: that document, over TLS. */
  keys?: readonly PinnedKey[] | undefined
  /** Default: the global `fetch`. */
  fetch?: typeof globalThis.fetch | undefined
  /** Time for one request. Default 10,000. */
  timeoutMs?: number | undefined
  /** Milliseconds since 1970. Default: `Date.now`. */
  now?: (() => number) | undefined
}

/** What of a redemption a receipt must agree with. */
export type HeldRelease = {
  listing: Pick<Redemption["listing"], "listingId" | "slug">
  release: Pick<Redemption["release"], "releaseId" | "version" | "digest">
}

export interface Receipts {
  /**
   * Holds what a token was redeemed for to what the registry signed when it was published, and returns that. Name the
   * receipt you were given; without one the registry is asked for it.
   * @throws ReceiptError where they do not agree, or nobody can say.
   */
  hold: (redemption: HeldRelease, jws?: string) => Promise<Receipt>
}

/** @throws TypeError where an option is malformed. */
export function createReceipts(options: ReceiptsOptions): Receipts {
  const { keys, timeoutMs = 10_000, now = Date.now } = options
  const issuer = baseOf(options.registry)
  const fetch: typeof globalThis.fetch = options.fetch ?? ((input, init) => globalThis.fetch(input, init))
  const load = async (path: string) => await readJson(issuer + path, fetch, timeoutMs)
  const ringNow = async (): Promise<Map<string, VerifyKey>> =>
    await (keys ? keyRing(keys) : discoveredKeys(await load("/.well-known/fleetprompt")))

  async function receiptOf({ listing, release }: HeldRelease): Promise<string> {
    const slug = listing.slug.split("/").map(encodeURIComponent).join("/")
    const reply = await load(`/v1/listings/${slug}/releases/${encodeURIComponent(release.version)}/receipt`)
    const jws = isObject(reply) ? reply["jws"] : undefined
    if (typeof jws !== "string") throw new ReceiptError("UNEXPECTED_REPLY", "The reply holds no receipt.")
    return jws
  }

  return {
    async hold(redemption, jws) {
      try {
        const text = jws ?? (await receiptOf(redemption))
        const receipt = await verifiedReceipt(text, await ringNow(), { issuer, nowMs: now() })
        refuseOther(receipt, redemption)
        return receipt
      } catch (error) {
        if (!(error instanceof RevocationsError) || error.code === "STALE") throw error
        throw new ReceiptError(error.code, error.message)
      }
    },
  }
}

/** A listing may have moved since, so its slug need not agree. */
function refuseOther({ listing, release }: Receipt, redeemed: HeldRelease): void {
  if (listing.listingId !== redeemed.listing.listingId) throw mismatch("listing")
  for (const name of ["releaseId", "version", "digest"] as const)
    if (release[name] !== redeemed.release[name]) throw mismatch(name)
}

const mismatch = (what: string) =>
  new ReceiptError("MISMATCH", `The receipt is about another ${what} than was redeemed.`)
