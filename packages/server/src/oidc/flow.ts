import { limits } from "@fleetprompt/sdk/contracts"
import { EncryptJWT, errors, jwtDecrypt } from "jose"
import * as z from "zod"

const flow = z.object({
  state: z.string(),
  nonce: z.string(),
  verifier: z.string(),
  returnTo: z.string().optional(),
  iat: z.number(),
})

/** What a sign-in that was begun is known by when the browser comes back. */
export interface Flow {
  readonly state: string
  readonly nonce: string
  readonly verifier: string
  readonly returnTo: string | undefined
}

export interface BegunFlow extends Flow {
  readonly begunAtS: number
}

const seconds = (ms: number): number => Math.floor(ms / 1_000)

/** A flow as a text that only this registry can make and read, whichever of its processes. */
export async function sealFlow(key: Uint8Array, begun: Flow, nowMs: number): Promise<string> {
  return await new EncryptJWT({ ...begun })
    .setProtectedHeader({ alg: "dir", enc: "A256GCM" })
    .setIssuedAt(seconds(nowMs))
    .setExpirationTime(seconds(nowMs + limits.signInTtlMs))
    .encrypt(key)
}

/** Undefined for a text that is none of ours, and for one whose time is up. */
export async function openFlow(key: Uint8Array, sealed: string, nowMs: number): Promise<BegunFlow | undefined> {
  try {
    const { payload } = await jwtDecrypt(sealed, key, {
      keyManagementAlgorithms: ["dir"],
      contentEncryptionAlgorithms: ["A256GCM"],
      requiredClaims: ["exp"],
      currentDate: new Date(nowMs),
    })
    const { state, nonce, verifier, returnTo, iat } = flow.parse(payload)
    return { state, nonce, verifier, returnTo, begunAtS: iat }
  } catch (error) {
    if (error instanceof errors.JOSEError) return undefined
    throw error
  }
}
