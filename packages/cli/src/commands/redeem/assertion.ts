import { createHash, randomUUID } from "node:crypto"

/** A target's private key, as `target key generate` writes it. */
export interface TargetKey {
  readonly kid: string
  readonly alg: "EdDSA" | "ES256"
  readonly jwk: JsonWebKey
}

interface SignedRequest {
  readonly targetId: string
  readonly method: string
  readonly url: string
  readonly body: string
  readonly nowMs: number
}

const ttlSeconds = 60
const encoded = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url")

/** The signed statement that stands for a target in one request: who, for which registry, this very method, address and body. */
export async function assertionFor(key: TargetKey, request: SignedRequest): Promise<string> {
  const { targetId, method, url, body, nowMs } = request
  const { origin, pathname } = new URL(url)
  const iat = Math.floor(nowMs / 1_000)
  const claims = {
    iss: targetId,
    sub: targetId,
    aud: origin,
    iat,
    exp: iat + ttlSeconds,
    jti: randomUUID(),
    htm: method,
    htu: origin + pathname,
    bh: createHash("sha256").update(body).digest("base64url"),
  }
  const text = `${encoded({ typ: "fp-target+jwt", alg: key.alg, kid: key.kid })}.${encoded(claims)}`
  return `${text}.${Buffer.from(await signatureOf(key, text)).toString("base64url")}`
}

async function signatureOf({ alg, jwk }: TargetKey, text: string): Promise<ArrayBuffer> {
  const [imported, signing] =
    alg === "EdDSA"
      ? [{ name: "Ed25519" }, { name: "Ed25519" }]
      : [
          { name: "ECDSA", namedCurve: "P-256" },
          { name: "ECDSA", hash: "SHA-256" },
        ]
  const key = await crypto.subtle.importKey("jwk", jwk, imported, false, ["sign"])
  return await crypto.subtle.sign(signing, key, new TextEncoder().encode(text))
}
