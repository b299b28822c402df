import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from "node:http"
import { text } from "node:stream/consumers"
import { exportJWK, generateKeyPair, type JWK, SignJWT } from "jose"

export const audience = "https://registry.example"

/** A key of the provider's: its private half and the half it shows. */
export interface ProviderKey {
  readonly kid: string
  readonly alg: string
  readonly privateKey: CryptoKey
  readonly publicJwk: JWK
}

export async function createKey(kid: string, alg = "ES256"): Promise<ProviderKey> {
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true })
  return { kid, alg, privateKey, publicJwk: { ...(await exportJWK(publicKey)), kid, alg, use: "sig" } }
}

/** An identity provider on this machine that can be made to misbehave. */
export interface IdentityProvider {
  readonly issuer: string
  readonly key: ProviderKey
  /** How often its keys were asked for. */
  readonly keyRequests: () => number
  /** What codes are answered with from now on. */
  grant(answer: Grant): void
  /** Shows these keys from now on. */
  publish(keys: readonly ProviderKey[]): void
  /** Answers every request like that instead; undefined to be well again. */
  misbehave(listener: RequestListener | undefined): void
  close(): Promise<void>
}

/** What the token endpoint answers, given the form that was sent. */
export type Grant = (form: URLSearchParams) => Record<string, unknown> | Promise<Record<string, unknown>>

/** @param ownKey One that was made before, for one of RSA takes a while. */
export async function startProvider(ownKey?: ProviderKey): Promise<IdentityProvider> {
  const key = ownKey ?? (await createKey("first"))
  let keys: readonly ProviderKey[] = [key]
  let misbehaviour: RequestListener | undefined
  let keyRequests = 0
  let grant: Grant = () => ({})
  async function documentAt(request: IncomingMessage): Promise<unknown> {
    if (request.url === "/.well-known/openid-configuration") {
      const [jwks_uri, authorization_endpoint] = [`${issuer}/keys`, `${issuer}/auth`]
      return { issuer, jwks_uri, authorization_endpoint, token_endpoint: `${issuer}/token` }
    }
    if (request.url === "/keys") return { keys: keys.map(({ publicJwk }) => publicJwk) }
    if (request.url === "/token") return await grant(new URLSearchParams(await text(request)))
    return undefined
  }
  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const document = await documentAt(request)
    response.writeHead(document === undefined ? 404 : 200, { "content-type": "application/json" })
    response.end(JSON.stringify(document ?? {}))
  }
  const server = createServer((request, response) => {
    if (request.url === "/keys") keyRequests++
    if (misbehaviour) misbehaviour(request, response)
    else void answer(request, response)
  })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  const address = server.address()
  const issuer = `http://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}`
  return {
    issuer,
    key,
    keyRequests: () => keyRequests,
    grant: (next) => {
      grant = next
    },
    publish: (next) => {
      keys = next
    },
    misbehave: (listener) => {
      misbehaviour = listener
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

export interface TokenParts {
  readonly key?: ProviderKey
  readonly header?: Record<string, unknown>
  /** A claim given as undefined is left out. */
  readonly claims?: Record<string, unknown>
}

/** An access token of the provider's, right in everything that is not named. */
export async function accessToken(
  { issuer, key: own }: IdentityProvider,
  nowMs: number,
  { key = own, header = {}, claims = {} }: TokenParts = {},
): Promise<string> {
  const iat = Math.floor(nowMs / 1_000)
  const right = { iss: issuer, aud: audience, sub: "alice", iat, exp: iat + 300 }
  const payload = Object.fromEntries(Object.entries({ ...right, ...claims }).filter(([, value]) => value !== undefined))
  return await new SignJWT(payload)
    .setProtectedHeader({ alg: key.alg, kid: key.kid, typ: "at+jwt", ...header })
    .sign(key.privateKey)
}
