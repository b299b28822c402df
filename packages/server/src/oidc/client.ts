import {
  allowInsecureRequests,
  ClientSecretBasic,
  ClientSecretPost,
  Configuration,
  type CustomFetch,
  customFetch,
  None,
  type ServerMetadata,
} from "openid-client"
import type { Log } from "../domain/context.ts"
import type { OidcClient } from "./config.ts"
import { fetchBounded } from "./fetch-json.ts"
import { algorithms } from "./jwt.ts"
import { discover, type ProviderMetadata } from "./metadata.ts"

/** How long what the provider said of itself is taken for true. */
const ageMsMax = 600_000
/** How long a provider that failed is left alone. */
const retryMs = 5_000
const timeoutS = 5

/** The provider as a client of it sees it, asked at first use and shared by all who wait for it. */
export interface ProviderClient {
  /** Undefined while the provider cannot be reached. */
  current(): Promise<Configuration | undefined>
}

export function providerClient(
  issuer: string,
  client: OidcClient,
  { nowMs, log }: { nowMs: () => number; log: Log },
): ProviderClient {
  let known: Configuration | undefined
  let freshUntilMs = -Infinity
  let restsUntilMs = -Infinity
  let asking: Promise<void> | undefined

  async function ask(): Promise<void> {
    try {
      known = configure(await discover(issuer), client)
      freshUntilMs = nowMs() + ageMsMax
    } catch (error) {
      restsUntilMs = nowMs() + retryMs
      log.warn({ error }, "The identity provider could not be asked how to sign in.")
    }
  }

  return {
    async current() {
      if (nowMs() < freshUntilMs) return known
      if (asking === undefined && nowMs() < restsUntilMs) return undefined
      asking ??= ask().finally(() => {
        asking = undefined
      })
      await asking
      return nowMs() < freshUntilMs ? known : undefined
    },
  }
}

function configure(metadata: ProviderMetadata, { id, secret }: OidcClient): Configuration {
  for (const name of ["authorization_endpoint", "token_endpoint"] as const) {
    if (metadata[name] === undefined) throw new Error(`${metadata.issuer} does not say its ${name}.`)
  }
  // An absent list means Basic (OpenID Connect Discovery 1.0 §3).
  const takesBasic = metadata.token_endpoint_auth_methods_supported?.includes("client_secret_basic") ?? true
  const secretWay = takesBasic ? ClientSecretBasic(secret) : ClientSecretPost(secret)
  const server = { ...metadata, id_token_signing_alg_values_supported: algorithms } as ServerMetadata
  const configuration = new Configuration(server, id, undefined, secret === undefined ? None() : secretWay)
  configuration.timeout = timeoutS
  configuration[customFetch] = fetchBounded as CustomFetch
  // `discover` lets http through for this machine alone.
  if (metadata.issuer.startsWith("http:")) allowInsecureRequests(configuration)
  return configuration
}
