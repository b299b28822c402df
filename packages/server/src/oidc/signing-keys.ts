import { createLocalJWKSet, type JWTVerifyGetKey } from "jose"
import * as z from "zod"
import type { Log } from "../domain/context.ts"
import type { OidcConfig } from "./config.ts"
import { fetchJson } from "./fetch-json.ts"
import { discover } from "./metadata.ts"

/** The keys in use, and how to ask for newer ones. Undefined means that the provider cannot be reached. */
export interface SigningKeys {
  /** Keys that are at most ten minutes old, or older within {@link KeyPatience.staleMsMax} while there are no newer. */
  current(): Promise<JWTVerifyGetKey | undefined>
  /** Newer keys, for a token signed by one we do not know; the same ones within the cooldown. */
  refreshed(): Promise<JWTVerifyGetKey | undefined>
}

const ageMsMax = 600_000
/** How long a provider that failed is left alone. */
const retryMs = 5_000

const keySet = z.object({ keys: z.array(z.looseObject({ kty: z.string() })).min(1) })

/** How patient we are with a provider. */
export interface KeyPatience {
  /** How long an unknown key is taken for no key of the provider's, so that forged tokens cannot make us ask for each. */
  readonly cooldownMs: number
  /** How old keys may get while newer ones cannot be fetched. */
  readonly staleMsMax: number
}

/** For whoever signs people in: ten minutes after the last word from the provider nobody is let in. */
const strict: KeyPatience = { cooldownMs: 30_000, staleMsMax: ageMsMax }

/**
 * The provider's key set, fetched at first use and shared by all who wait for it. jose has such a thing too, but it
 * rests only after a success: while a provider is down, each forged token would knock at its door.
 */
export function signingKeys(
  config: Pick<OidcConfig, "issuer" | "jwksUrl">,
  nowMs: () => number,
  log: Log,
  { cooldownMs, staleMsMax }: KeyPatience = strict,
): SigningKeys {
  let keys: JWTVerifyGetKey | undefined
  let fetchedAtMs = -Infinity
  let triedAtMs = -Infinity
  let failed = false
  let fetching: Promise<void> | undefined

  async function fetchKeys(): Promise<void> {
    triedAtMs = nowMs()
    try {
      const set = keySet.parse(await fetchJson(config.jwksUrl ?? (await discoverKeys(config.issuer))))
      keys = createLocalJWKSet(set)
      fetchedAtMs = nowMs()
      failed = false
    } catch (error) {
      failed = true
      log.warn({ error }, "The identity provider's keys could not be fetched.")
    }
  }

  async function fetchUnlessResting(): Promise<void> {
    if (fetching === undefined && nowMs() - triedAtMs < (failed ? retryMs : cooldownMs)) return
    fetching ??= fetchKeys().finally(() => {
      fetching = undefined
    })
    await fetching
  }

  const isYounger = (ageMs: number) => nowMs() - fetchedAtMs < ageMs

  return {
    async current() {
      if (!isYounger(ageMsMax)) await fetchUnlessResting()
      return isYounger(staleMsMax) ? keys : undefined
    },

    async refreshed() {
      await fetchUnlessResting()
      // After a failure nobody knows whether the key exists by now.
      return failed ? undefined : keys
    },
  }
}

/** Where a provider keeps its keys. */
async function discoverKeys(issuer: string): Promise<string> {
  const { jwks_uri: url } = await discover(issuer)
  if (url === undefined) throw new Error(`${issuer} does not say where its keys are.`)
  return url
}
