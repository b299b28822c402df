import { baseOf } from "../settings.ts"
import { isId, isObject } from "../shape.ts"
import { RevocationsError } from "./error.ts"
import { discoveredKeys, keyRing, type PinnedKey, type VerifyKey } from "./keys.ts"
import { kidOf, type RevocationPage, verifiedPage } from "./page.ts"
import { readJson } from "./read.ts"

/** Where the feed comes from, and how old it may be. */
export interface RevocationsOptions {
  /** Public address of the registry: https, or http on the loopback interface. */
  registry: string
  /** The registry's public keys, from its discovery document. Default: that document, over TLS, where a key is unknown. */
  keys?: readonly PinnedKey[] | undefined
  /** Default: the global `fetch`. */
  fetch?: typeof globalThis.fetch | undefined
  /** How old the signed feed may be before nothing is answered any more. Default 3,600,000. */
  maxAgeMs?: number | undefined
  /** Time for one request. Default 10,000. */
  timeoutMs?: number | undefined
  /** Milliseconds since 1970. Default: `Date.now`. */
  now?: (() => number) | undefined
}

/** What the registry has taken back. */
export interface Revocations {
  /**
   * True where the release must not be installed or used any more. Asks the registry at most once a minute; where it
   * cannot be reached, what it last signed counts until that is `maxAgeMs` old.
   * @throws RevocationsError where nobody can say.
   */
  isRevoked: (releaseId: string) => Promise<boolean>
}

/** The registry lets its last page be cached as long. */
const refreshMs = 60_000
/** After a failure, where there is still something to answer from. */
const pauseMs = 10_000

/** @throws TypeError where an option is malformed. */
export function createRevocations(options: RevocationsOptions): Revocations {
  const { maxAgeMs = 3_600_000, now = Date.now } = options
  if (!(maxAgeMs >= refreshMs)) throw new TypeError(`maxAgeMs must be ${refreshMs} or more.`)
  const feed = feedOf(options)
  const revoked = new Set<string>()
  let after = 0
  let issuedAtMs = -Infinity
  let nextReadAtMs = -Infinity
  let reading: Promise<void> | undefined

  /** Follows the feed to its end. What was taken in stays, whatever comes after. */
  async function readOn(): Promise<void> {
    try {
      for (let hasMore = true; hasMore;) {
        const page = await feed(after)
        for (const { releaseId, revoked: isOn } of page.entries)
          if (isOn) revoked.add(releaseId)
          else revoked.delete(releaseId)
        after = page.nextAfter
        hasMore = page.hasMore
        if (!hasMore) issuedAtMs = Math.max(issuedAtMs, page.issuedAtMs)
      }
      nextReadAtMs = now() + refreshMs
    } catch (error) {
      nextReadAtMs = now() + pauseMs
      if (now() - issuedAtMs > maxAgeMs) throw error
    } finally {
      reading = undefined
    }
  }

  return {
    async isRevoked(releaseId) {
      if (!isId("rel", releaseId)) throw new TypeError("releaseId must be a release id (rel_…).")
      if (now() >= nextReadAtMs || now() - issuedAtMs > maxAgeMs) await (reading ??= readOn())
      if (now() - issuedAtMs > maxAgeMs) throw stale()
      return revoked.has(releaseId)
    },
  }
}

const stale = () => new RevocationsError("STALE", "The feed of revocations is too old to answer from.")

/** Reads the page after a `seq`, with the registry's keys looked up where they are not pinned. */
function feedOf({ registry, keys, timeoutMs = 10_000, now = Date.now, ...options }: RevocationsOptions) {
  const issuer = baseOf(registry)
  const fetch: typeof globalThis.fetch = options.fetch ?? ((input, init) => globalThis.fetch(input, init))
  const discover = async () =>
    await discoveredKeys(await readJson(`${issuer}/.well-known/fleetprompt`, fetch, timeoutMs))
  let ring: Map<string, VerifyKey> | undefined

  async function keyNamed(kid: string | undefined): Promise<VerifyKey> {
    ring ??= await (keys ? keyRing(keys) : discover())
    if (kid !== undefined && !keys && !ring.has(kid)) ring = await discover()
    const key = kid === undefined ? undefined : ring.get(kid)
    if (!key) throw new RevocationsError("UNTRUSTED", "The feed of revocations names no key of the registry.")
    return key
  }

  return async (after: number): Promise<RevocationPage> => {
    const reply = await readJson(`${issuer}/v1/revocations?after=${after}`, fetch, timeoutMs)
    const jws = isObject(reply) ? reply["jws"] : undefined
    if (typeof jws !== "string") throw new RevocationsError("UNEXPECTED_REPLY", "The reply holds no signed page.")
    return await verifiedPage(jws, await keyNamed(kidOf(jws)), { issuer, after, nowMs: now() })
  }
}
