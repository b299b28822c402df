import { createHash, randomUUID } from "node:crypto"
import type { RegisteredTarget, TargetPublicKey } from "@fleetprompt/sdk/contracts"
import { calculateJwkThumbprint, exportJWK, generateKeyPair, type JWK, SignJWT } from "jose"
import type { Answer, Caller } from "./caller.ts"
import type { TestRegistry } from "./registry.ts"

export type Algorithm = "ES256" | "EdDSA"

/** A pair of keys of a target, made by the library that a target may use as well. */
export interface TargetKeys {
  readonly alg: Algorithm
  readonly privateKey: CryptoKey
  readonly publicKey: TargetPublicKey
  readonly kid: string
}

export async function makeKeys(alg: Algorithm): Promise<TargetKeys> {
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true })
  const jwk: JWK = await exportJWK(publicKey)
  return { alg, privateKey, publicKey: jwk as TargetPublicKey, kid: await calculateJwkThumbprint(jwk) }
}

/** A request before it is signed. */
export interface Unsigned {
  readonly method: string
  /** With its query, if it has one. */
  readonly path: string
  readonly body?: unknown
}

/** What to sign instead of what is right. Undefined leaves a claim out. */
export interface Forgery {
  readonly claims?: Record<string, unknown>
  readonly header?: Record<string, unknown>
  readonly keys?: TargetKeys
}

/** A target that signs each of its requests. */
export class SigningTarget {
  readonly registry: TestRegistry
  readonly targetId: string
  readonly keys: TargetKeys

  constructor(registry: TestRegistry, targetId: string, keys: TargetKeys) {
    this.registry = registry
    this.targetId = targetId
    this.keys = keys
  }

  /** The token that a right client would send with this request, but for what is forged. */
  async sign({ method, path, body }: Unsigned, { claims = {}, header = {}, keys = this.keys }: Forgery = {}) {
    const nowS = Math.floor(this.registry.clock.nowMs() / 1_000)
    const { publicUrl } = this.registry.context.settings
    const said = {
      iss: this.targetId,
      sub: this.targetId,
      aud: publicUrl,
      iat: nowS,
      exp: nowS + 60,
      jti: randomUUID(),
      htm: method,
      htu: `${publicUrl}${path.split("?")[0]}`,
      bh: createHash("sha256").update(textOf(body)).digest("base64url"),
      ...claims,
    }
    return await new SignJWT(said)
      .setProtectedHeader({ typ: "fp-target+jwt", alg: keys.alg, kid: keys.kid, ...header })
      .sign(keys.privateKey, { crit: { x: true } })
  }

  /** Sends a request with that token. */
  async send<Body>({ method, path, body }: Unsigned, token: string): Promise<Answer<Body>> {
    const headers = new Headers({ authorization: `Bearer ${token}` })
    if (body !== undefined) headers.set("content-type", "application/json")
    const init = { method, headers, ...(body === undefined ? {} : { body: textOf(body) }) }
    const response = await this.registry.app.request(path, init)
    const parsed = JSON.parse(await response.text())
    return { status: response.status, headers: response.headers, body: parsed, problem: parsed }
  }

  async request<Body>(unsigned: Unsigned, forgery?: Forgery): Promise<Answer<Body>> {
    return await this.send<Body>(unsigned, await this.sign(unsigned, forgery))
  }
}

const textOf = (body: unknown): string => (body === undefined ? "" : JSON.stringify(body))

/** Registers a target that signs, by way of the route an admin uses. */
export async function registerSigning(
  registry: TestRegistry,
  admin: Caller,
  name: string,
  alg: Algorithm = "ES256",
): Promise<SigningTarget> {
  const keys = await makeKeys(alg)
  const landingUrl = `https://${name}.example/install`
  const wanted = { name, targetSystem: "whs", landingUrl, publicKey: keys.publicKey }
  const { body } = await admin.post<RegisteredTarget>("/v1/targets", wanted)
  return new SigningTarget(registry, body.target.targetId, keys)
}
