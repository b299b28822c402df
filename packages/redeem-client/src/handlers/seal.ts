import { base64url, bytesOf, utf8 } from "../bytes.ts"
import { isObject } from "../shape.ts"
import type { RedemptionStore } from "../store.ts"
import { tokenHash } from "../token.ts"

/** Encrypts what a browser keeps for us, and reads it back: nothing in a cookie jar, proxy or log is a token. */
export interface Sealer {
  /** `purpose` must be the same on both ends. */
  seal: (purpose: string, value: object, expiresAtMs: number) => Promise<string>
  /** Undefined where it is expired, made for something else or not made here. */
  open: (purpose: string, sealed: string | undefined) => Promise<Record<string, unknown> | undefined>
}

/**
 * Seals with AES-256-GCM under a key that the store keeps beside the redemptionIds, made once: all machines of a target
 * share it, and it outlives a restart, as the retry after a crash needs.
 */
export function sealerOf(store: RedemptionStore, now: () => number): Sealer {
  let key: Promise<CryptoKey> | undefined
  // A store that could not answer is asked again.
  const keyOfStore = () =>
    (key ??= importedKey(store).catch((error: unknown) => ((key = undefined), Promise.reject(error))))
  return {
    async seal(purpose, value, expiresAtMs) {
      const iv = crypto.getRandomValues(new Uint8Array(ivBytes))
      const plain = utf8(JSON.stringify({ ...value, expiresAtMs }))
      const sealed = await crypto.subtle.encrypt(algorithmFor(purpose, iv), await keyOfStore(), plain)
      return base64url(new Uint8Array([...iv, ...new Uint8Array(sealed)]))
    },
    async open(purpose, sealed) {
      const bytes = sealed === undefined ? undefined : bytesOf(sealed)
      if (bytes === undefined) return undefined
      const secret = await keyOfStore()
      const plain = await crypto.subtle
        .decrypt(algorithmFor(purpose, bytes.subarray(0, ivBytes)), secret, bytes.subarray(ivBytes))
        .catch(() => undefined)
      const value: unknown = plain && JSON.parse(new TextDecoder().decode(plain))
      return isObject(value) && Number(value["expiresAtMs"]) > now() ? value : undefined
    },
  }
}

const ivBytes = 12

const algorithmFor = (purpose: string, iv: Uint8Array<ArrayBuffer>) => ({
  name: "AES-GCM",
  iv,
  additionalData: utf8(purpose),
})

async function importedKey(store: RedemptionStore): Promise<CryptoKey> {
  const name = await tokenHash("fleetprompt: the key that seals what browsers keep")
  const kept = await store.getOrCreate(name, () => base64url(crypto.getRandomValues(new Uint8Array(32))))
  const bytes = bytesOf(kept)
  if (bytes?.length !== 32) throw new TypeError("The store returned something that is no key.")
  return await crypto.subtle.importKey("raw", bytes, "AES-GCM", false, ["encrypt", "decrypt"])
}
