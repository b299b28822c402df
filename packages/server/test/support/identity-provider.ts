import { createServer, type RequestListener } from "node:http"
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
  /** Shows these keys from now on. */
  publish(keys: readonly ProviderKey[]): void
  /** Answers every request like that instead; undefined to be well again. */
  misbehave(listener: RequestListener | undefined): void
  close(): Promise<void>
}

export async function startProvider(): Promise<IdentityProvider> {
  const key = await createKey("first")
  let keys: readonly ProviderKey[] = [key]
  let misbehaviour: RequestListener | undefined
  let keyRequests = 0
  const server = createServer((request, response) => {
    if (request.url === "/keys") keyRequests++
    if (misbehaviour) return misbehaviour(request, response)
    const documents: Record<string, unknown> = {
      "/.well-known/openid-configuration": { issuer, jwks_uri: `${issuer}/keys` },
      "/keys": { keys: keys.map(({ publicJwk }) => publicJwk) },
    }
    const document = documents[request.url ?? ""]
    response.statusCode = document === undefined ? 404 : 200
    return response.end(JSON.stringify(document ?? {}))
  })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  const address = server.address()
  const issuer = `http://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}`
  return {
    issuer,
    key,
    keyRequests: () => keyRequests,
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
