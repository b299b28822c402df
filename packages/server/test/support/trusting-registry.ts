import { accessTokenVerifier } from "../../src/oidc/access-tokens.ts"
import { Caller } from "./caller.ts"
import type { Engine } from "./engines.ts"
import { accessToken, audience, startProvider, type TokenParts } from "./identity-provider.ts"
import { openRegistry } from "./registry.ts"

interface Me {
  userId: string
  iss: string
  sub: string
  credential: { kind: string; tokenId: null; scopes: string[]; expiresAtMs: number }
}

/** A registry that trusts a provider of its own. */
export async function openWithProvider(engine: Engine, tokenType: "at+jwt" | "JWT" = "at+jwt") {
  const provider = await startProvider()
  const config = { issuer: provider.issuer, audience, tokenType, jwksUrl: undefined }
  const log = { info: () => {}, warn: () => {}, error: () => {} }
  const registry = await openRegistry(engine, {}, ({ nowMs }) => ({
    accessTokens: accessTokenVerifier(config, nowMs, log),
  }))
  const token = (parts?: TokenParts) => accessToken(provider, registry.clock.nowMs(), parts)
  const whoami = (credential: string) => new Caller(registry.app, credential).get<Me>("/v1/whoami")
  const close = async () => {
    await registry.close()
    await provider.close()
  }
  return { provider, registry, token, whoami, close }
}

export type Opened = Awaited<ReturnType<typeof openWithProvider>>

/** JSON, or a text as it is, as a part of a token. */
export const base64url = (value: unknown): string =>
  Buffer.from(typeof value === "string" ? value : JSON.stringify(value)).toString("base64url")
