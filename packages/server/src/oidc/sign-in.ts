import {
  authorizationCodeGrant,
  buildAuthorizationUrl,
  buildEndSessionUrl,
  calculatePKCECodeChallenge,
  randomNonce,
  randomPKCECodeVerifier,
  randomState,
} from "openid-client"
import type { Log } from "../domain/context.ts"
import type { FinishedSignIn, Identity, SignInProvider } from "../domain/web-sessions/provider.ts"
import { providerClient } from "./client.ts"
import type { OidcClient, OidcConfig } from "./config.ts"
import { failureOf, reasonOf } from "./failure.ts"
import { type BegunFlow, openFlow, sealFlow } from "./flow.ts"
import { checkJwt } from "./jwt.ts"
import { signingKeys } from "./signing-keys.ts"

export interface SignInProviderParts {
  readonly config: OidcConfig
  readonly client: OidcClient
  /** Where the provider sends browsers back to. It must know this address. */
  readonly redirectUri: string
  /** 32 bytes that every process of this registry has. */
  readonly sealKey: Uint8Array
  readonly nowMs: () => number
  readonly log: Log
}

/** Signs people in by a code of the provider's, which is good only together with what the browser that asked keeps. */
export function signInProvider(parts: SignInProviderParts): SignInProvider {
  const { config, client, redirectUri, sealKey, nowMs, log } = parts
  const provider = providerClient(config.issuer, client, { nowMs, log })
  const identify = identifier(parts)

  async function exchange(flow: BegunFlow, response: URLSearchParams): Promise<FinishedSignIn> {
    const at = await provider.current()
    if (at === undefined) return { kind: "unavailable" }
    try {
      const { id_token: idToken = "" } = await authorizationCodeGrant(at, new URL(`${redirectUri}?${response}`), {
        expectedState: flow.state,
        expectedNonce: flow.nonce,
        pkceCodeVerifier: flow.verifier,
      })
      const identity = await identify(idToken, flow)
      return typeof identity === "string"
        ? { kind: identity }
        : { kind: "identified", identity, returnTo: flow.returnTo }
    } catch (error) {
      log.warn({ reason: reasonOf(error) }, "A sign-in at the identity provider failed.")
      return failureOf(error)
    }
  }

  return {
    host: new URL(config.issuer).host,

    async begin(returnTo) {
      const at = await provider.current()
      if (at === undefined) return undefined
      const flow = { state: randomState(), nonce: randomNonce(), verifier: randomPKCECodeVerifier(), returnTo }
      const location = buildAuthorizationUrl(at, {
        redirect_uri: redirectUri,
        scope: "openid",
        state: flow.state,
        nonce: flow.nonce,
        code_challenge: await calculatePKCECodeChallenge(flow.verifier),
        code_challenge_method: "S256",
      })
      return { location: location.href, state: flow.state, kept: await sealFlow(sealKey, flow, nowMs()) }
    },

    async finish(kept, response) {
      const flow = await openFlow(sealKey, kept, nowMs())
      // Until the state is right, these are the words of anybody who can make a link.
      if (flow === undefined || response.get("state") !== flow.state) return { kind: "unknown" }
      return await exchange(flow, response)
    },

    async signOutUrl() {
      const at = await provider.current()
      return at?.serverMetadata().end_session_endpoint && buildEndSessionUrl(at).href
    },
  }
}

const toleranceS = 30

/** Tells who an id_token is about: one of the provider's, for us, made since the sign-in began. */
function identifier({ config, client, nowMs, log }: SignInProviderParts) {
  const keys = signingKeys(config, nowMs, log)
  const { issuer } = config
  return async (idToken: string, { begunAtS }: BegunFlow): Promise<Identity | "invalid" | "unavailable"> => {
    const expected = { issuer, audience: client.id, typ: undefined, nowMs: nowMs() }
    const payload = await checkJwt(keys, expected, idToken)
    if (payload === "unavailable") return payload
    if (payload === "invalid" || payload === "expired") return "invalid"
    const { iss = "", sub = "", iat = 0, azp = client.id } = payload
    const isOurs = azp === client.id && iat >= begunAtS - toleranceS
    return isOurs && sub !== "" && sub.length <= 255 ? { iss, sub } : "invalid"
  }
}
