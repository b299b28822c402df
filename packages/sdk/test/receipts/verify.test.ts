import { describe, expect, it } from "vitest"
import { canonicalJson, type Json } from "../../src/contracts/index.ts"
import { type StatementErrorCode, verifyAuditCheckpoint, verifyReceipt } from "../../src/receipts/index.ts"
import { base64url, issuer, newSigner, nowMs, receipt } from "./signer.ts"

const signer = newSigner()
const discovery = signer.discovery()
const good = signer.sign(receipt)
const verify = (jws: unknown, document: unknown = discovery, more = {}) =>
  verifyReceipt(jws, { discovery: document as typeof discovery, nowMs, ...more })
const expectRefused = async (jws: unknown, code: StatementErrorCode, document: unknown = discovery) => {
  await expect(verify(jws, document)).rejects.toMatchObject({ name: "StatementError", code })
}
const [header = "", payload = "", signature = ""] = good.split(".")

describe("T-RECEIPT-8 · a receipt", () => {
  it("that the registry signed says what it says, without a network", async () => {
    expect(await verify(good)).toEqual(receipt)
    const expected = { slug: receipt.listing.slug, ...receipt.release }
    expect(await verify(good, discovery, { expected })).toEqual(receipt)
  })

  it.each(["slug", "version", "releaseId", "digest"])("about another %s than expected is refused", async (name) => {
    const other = verify(good, discovery, { expected: { [name]: "other" } })
    await expect(other).rejects.toMatchObject({ code: "MISMATCH", message: expect.stringContaining(name) })
  })

  it("with another character at any place is refused", async () => {
    for (let at = 0; at < good.length; at++) {
      for (const other of ["A", "_", "."]) {
        if (good[at] === other) continue
        await expect(verify(good.slice(0, at) + other + good.slice(at + 1)), `at ${at}`).rejects.toThrow(/./)
      }
    }
  })

  it("whose last character stands for the same bytes is refused: there is one spelling", async () => {
    const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    const last = alphabet.indexOf(good.at(-1) ?? "")
    const same = alphabet[last + 1] ?? ""
    expect(Buffer.from(signature.slice(0, -1) + same, "base64url")).toEqual(Buffer.from(signature, "base64url"))
    await expectRefused(good.slice(0, -1) + same, "MALFORMED")
  })

  it("that is cut off anywhere is refused", async () => {
    for (let length = 0; length < good.length; length++)
      await expect(verify(good.slice(0, length))).rejects.toThrow(/./)
  })

  it.each([
    ["no text", 7],
    ["nothing", undefined],
    ["the JSON form", { payload, protected: header, signature }],
    ["two parts", `${header}.${payload}`],
    ["four parts", `${good}.e30`],
    ["padding", `${good}=`],
    ["a blank", ` ${good}`],
    ["a line break", `${good}\n`],
    ["plain base64", good.replaceAll("_", "/").replaceAll("-", "+") + "+"],
    ["more than 16 KiB", `${header}.${"A".repeat(16_384)}.${signature}`],
  ])("that is %s is refused as none", async (_title, jws) => {
    await expectRefused(jws, "MALFORMED")
  })

  const forged = (fields: Record<string, Json>) => `${base64url(canonicalJson(fields))}.${payload}`
  it.each([
    ["alg none", `${forged({ alg: "none", kid: signer.kid, typ: "fp-receipt+jws" })}.`],
    ["alg none, with a signature", signer.sign(receipt, { alg: "none" })],
    ["alg HS256", signer.sign(receipt, { alg: "HS256" })],
    ["alg Ed25519, which is not what we write", signer.sign(receipt, { alg: "Ed25519" })],
    ["the typ of another statement", signer.sign(receipt, { typ: "fp-revocations+jws" })],
    ["the typ of any JWT", signer.sign(receipt, { typ: "JWT" })],
    ["critical headers", signer.sign(receipt, { crit: ["b64"], b64: false })],
    ["a key of its own", signer.sign(receipt, { jwk: { kty: "OKP", crv: "Ed25519", x: signer.x } })],
    ["an address of a key", signer.sign(receipt, { jku: "https://evil.example/keys" })],
    ["another key's name", signer.sign(receipt, { kid: "other" })],
    ["a header in another spelling", signer.signTexts(JSON.stringify(JSON.parse(signer.headerOf()), null, 1), "{}")],
    ["a header that says it twice", signer.signTexts(signer.headerOf().replace("{", '{"alg":"none",'), "{}")],
    ["another key behind this key's name", newSigner().sign(receipt, { kid: signer.kid })],
    ["a key nobody knows", newSigner().sign(receipt)],
    ["the signature of another", `${header}.${payload}.${newSigner().sign(receipt).split(".")[2]}`],
  ])("with %s is not trusted", async (_title, jws) => {
    await expectRefused(jws, "UNTRUSTED")
  })

  const text = canonicalJson(receipt)
  it.each([
    ["a key twice", text.replace('"sequence":7', '"sequence":6,"sequence":7')],
    ["blanks", text.replace('"sequence":7', '"sequence": 7')],
    ["another order", text.replace('{"issuedAtMs":', '{"state":"published","issuedAtMs":').replace(/,"state".*/, "}")],
    ["a mark at its head", `\uFEFF${text}`],
    ["no receipt", "{}"],
    ["an entry less", canonicalJson({ ...receipt, sequence: undefined })],
    ["no JSON", "receipt"],
    ["depth", "[".repeat(8_000) + "]".repeat(2_000)],
  ])("signed by the registry, but with %s, is none", async (_title, content) => {
    await expectRefused(signer.signTexts(signer.headerOf(), content), "MALFORMED")
  })

  it("of another registry is refused, though the key be the same", async () => {
    await expectRefused(signer.sign({ ...receipt, issuer: "https://other.example" }), "OTHER_ISSUER")
    await expectRefused(signer.sign({ ...receipt, issuer: `${issuer}/` }), "OTHER_ISSUER")
    await expectRefused(good, "OTHER_ISSUER", { ...discovery, issuer: "https://other.example" })
  })

  it("of a retired key holds up to its end, and not a moment longer", async () => {
    expect(await verify(good, signer.discovery(nowMs))).toEqual(receipt)
    await expectRefused(good, "RETIRED_KEY", signer.discovery(nowMs - 1))
  })

  it("of one key among several is found, the unknown kinds passed over", async () => {
    const other = newSigner()
    const keys = [{ kty: "EC", crv: "P-256", x: "", y: "" }, ...other.discovery().signingKeys, ...discovery.signingKeys]
    expect(await verify(good, { issuer, signingKeys: keys })).toEqual(receipt)
    expect(await verify(other.sign(receipt), { issuer, signingKeys: keys })).toEqual(receipt)
  })

  it("from more than five minutes ahead is refused", async () => {
    expect(await verify(signer.sign({ ...receipt, issuedAtMs: nowMs + 300_000 }))).toMatchObject({ sequence: 7 })
    await expectRefused(signer.sign({ ...receipt, issuedAtMs: nowMs + 300_001 }), "FROM_THE_FUTURE")
  })

  it.each([[null], ["{}"], [{}], [{ issuer, signingKeys: [] }], [{ issuer, signingKeys: [{ kty: "OKP" }] }]])(
    "is not trusted on the word of %j",
    async (document) => {
      await expectRefused(good, "UNTRUSTED", document)
    },
  )
})

describe("T-CHAIN-8 · a checkpoint of the audit log", () => {
  const checkpoint = { issuer, issuedAtMs: nowMs, size: 12, hash: "0".repeat(64) }

  it("says how far the log was chained, and no receipt is one", async () => {
    const jws = signer.sign(checkpoint, { typ: "fp-audit-checkpoint+jws" })
    expect(await verifyAuditCheckpoint(jws, { discovery, nowMs })).toEqual(checkpoint)
    await expect(verifyAuditCheckpoint(good, { discovery, nowMs })).rejects.toMatchObject({ code: "UNTRUSTED" })
    await expectRefused(jws, "UNTRUSTED")
  })
})
