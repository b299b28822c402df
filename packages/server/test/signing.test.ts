import { compactVerify, importJWK } from "jose"
import { describe, expect, it } from "vitest"
import { createSigner } from "../src/signing.ts"

const serverKey = "a key of forty characters, more or less."

const keyOf = async (signer: ReturnType<typeof createSigner>, generation = 1) =>
  await importJWK({ kty: "OKP", crv: "Ed25519", x: signer.keyOf(generation).x }, "EdDSA")

describe("what the registry signs", () => {
  it("is checked with the key of every process that has the same server key, and of no other", async () => {
    const [one, same] = [createSigner(serverKey), createSigner(serverKey)]
    const other = createSigner("another key of forty characters, or so..")
    const jws = one.sign(1, "fp-revocations+jws", { entries: [] })
    expect(same.keyOf(1)).toEqual(one.keyOf(1))
    const { payload, protectedHeader } = await compactVerify(jws, await keyOf(same))
    expect(protectedHeader).toEqual({ alg: "EdDSA", kid: one.keyOf(1).kid, typ: "fp-revocations+jws" })
    expect(new TextDecoder().decode(payload)).toBe('{"entries":[]}')
    await expect(compactVerify(jws, await keyOf(other))).rejects.toThrow("verification failed")
  })

  it("has a key of its own for each generation, and the same for the same", async () => {
    const signer = createSigner(serverKey)
    const kids = [1, 2, 3, 2].map((generation) => signer.keyOf(generation).kid)
    expect(new Set(kids).size).toBe(3)
    await expect(compactVerify(signer.sign(2, "t", {}), await keyOf(signer, 1))).rejects.toThrow("verification failed")
  })

  it("shows nothing of the private half", () => {
    expect(Object.keys(createSigner(serverKey).keyOf(1)).toSorted()).toEqual(["kid", "x"])
  })
})
