import type { AppContext, Log, Settings } from "./domain/context.ts"
import {
  collectCredentialUses,
  collectSessionUses,
  collectTokenUses,
  collectWebSessionUses,
} from "./domain/identity/uses.ts"
import { collectViews } from "./domain/metrics/view-counts.ts"
import { createRateLimiter } from "./domain/rate-limits/limiter.ts"
import { localCounter } from "./domain/rate-limits/local-counter.ts"
import { sharedCounter } from "./domain/rate-limits/shared-counter.ts"
import type { Store } from "./domain/store.ts"
import { newId } from "./ids.ts"
import { createImageCodec } from "./image-codec.ts"
import { createInstallWaits } from "./install-waits.ts"
import { accessTokenVerifier } from "./oidc/access-tokens.ts"
import { type CiConfig, ciTokens } from "./oidc/ci-tokens.ts"
import type { OidcConfig } from "./oidc/config.ts"
import { signInProvider } from "./oidc/sign-in.ts"
import { requestSignatures } from "./request-signatures.ts"
import { createSecrets, keyFor } from "./secrets.ts"
import { createSigner } from "./signing.ts"

export interface ContextParts {
  readonly store: Store
  readonly secretKey: string
  readonly settings: Settings
  readonly log: Log
  readonly oidc?: OidcConfig | undefined
  readonly ci?: CiConfig | undefined
  /** What every rate limit is multiplied by. */
  readonly rateLimitScale?: number
  /** Whether other processes answer from the same database, so that limits must be counted there. */
  readonly shared?: boolean
  readonly nowMs?: () => number
}

/** The context of a running server: the real clock, random ids, and hashing under the operator's key. */
export function createContext(parts: ContextParts): AppContext {
  const { store, settings, log, oidc, ci, rateLimitScale = 1, shared = false, nowMs = () => Date.now() } = parts
  const secrets = createSecrets(parts.secretKey)
  const local = localCounter(nowMs)
  return {
    store,
    settings,
    log,
    secrets,
    images: createImageCodec(),
    accessTokens: oidc && accessTokenVerifier(oidc, nowMs, log),
    signInProvider:
      oidc?.client &&
      signInProvider({
        config: oidc,
        client: oidc.client,
        redirectUri: `${settings.publicUrl}/sign-in/callback`,
        sealKey: keyFor(parts.secretKey, "sign-in"),
        nowMs,
        log,
      }),
    ciTokens: ci && ciTokens(ci, nowMs, log),
    tokenUses: collectTokenUses(nowMs),
    sessionUses: collectSessionUses(nowMs),
    webSessionUses: collectWebSessionUses(nowMs),
    credentialUses: collectCredentialUses(nowMs),
    signatures: requestSignatures,
    signer: createSigner(parts.secretKey),
    installWaits: createInstallWaits(),
    viewCounts: collectViews(nowMs),
    rateLimiter: createRateLimiter({
      nowMs,
      scale: rateLimitScale,
      local,
      shared: shared ? sharedCounter({ store, secrets, nowMs }) : local,
    }),
    nowMs,
    newId,
  }
}
