import { compactVerify, importJWK } from "jose"
import { describe, expect, it } from "vitest"
import { createSigner } from "../src/signing.ts"

const serverKey = "a key of forty characters, more or less."

const keyOf = async (signer: ReturnType<typeof createSigner>) => {
  const [key] = signer.keys
  if (key === undefined) throw new Error("There is no key.")
  return await importJWK({ kty: key.kty, crv: key.crv, x: key.x }, "EdDSA")
}

describe("what the registry signs", () => {
  it("is checked with the key of every process that has the same server key, and of no other", async () => {
    const [one, same] = [createSigner(serverKey), createSigner(serverKey)]
    const other = createSigner("another key of forty characters, or so..")
    const jws = await one.sign("fp-revocations+jws", { entries: [] })
    expect(same.keys).toEqual(one.keys)
    const { payload } = await compactVerify(jws, await keyOf(same))
    expect(new TextDecoder().decode(payload)).toBe('{"entries":[]}')
    await expect(compactVerify(jws, await keyOf(other))).rejects.toThrow("verification failed")
  })

  it("shows nothing of the private half", () => {
    const [key] = createSigner(serverKey).keys
    expect(Object.keys(key ?? {}).toSorted()).toEqual(["alg", "crv", "kid", "kty", "retiredAtMs", "use", "x"])
  })
})
