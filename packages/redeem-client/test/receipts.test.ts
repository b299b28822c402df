import { createReceipts, type ReceiptError } from "@fleetprompt/redeem-client/receipts"
import { fakeRegistry } from "@fleetprompt/redeem-client/testing"
import { createRedeemer, memoryStore } from "@fleetprompt/redeem-client"
import { afterEach, describe, expect, it } from "vitest"
import { goodReply } from "./support/fixtures.ts"
import { issuer, newSigner, type Signer } from "./support/feed.ts"

const nowMs = 1_790_000_000_000
const { redemption } = goodReply("redemption-of-receipts")
const { listing, release } = redemption

const receipt = {
  issuedAtMs: nowMs,
  issuer,
  listing: { assetKind: listing.assetKind, listingId: listing.listingId, slug: listing.slug },
  provenance: null,
  release: { digest: release.digest, publishedAtMs: nowMs, releaseId: release.releaseId, version: release.version },
  sequence: 7,
  state: "published",
}

/** The registry's own order of the header. */
const sign = (signer: Signer, payload: object = receipt, header: object = {}) =>
  signer.signExactly({ alg: "EdDSA", kid: signer.kid, typ: "fp-receipt+jws", ...header }, JSON.stringify(payload))

async function held(jws: (signer: Signer) => Promise<string>, retiredAtMs: number | null = null) {
  const signer = await newSigner()
  const receipts = createReceipts({ registry: issuer, keys: [{ ...signer.pinned, retiredAtMs }], now: () => nowMs })
  return await receipts.hold(redemption, await jws(signer))
}

describe("T-RECEIPT-10 · a release", () => {
  it("is held to the receipt its target was given, with pinned keys and no request", async () => {
    const { provenance: _, ...said } = receipt
    expect(await held((signer) => sign(signer))).toEqual(said)
  })

  it.each([
    ["listing", { ...receipt, listing: { ...receipt.listing, listingId: `lst_${"9".repeat(22)}` } }],
    ["releaseId", { ...receipt, release: { ...receipt.release, releaseId: `rel_${"9".repeat(22)}` } }],
    ["version", { ...receipt, release: { ...receipt.release, version: "9.9.9" } }],
    ["digest", { ...receipt, release: { ...receipt.release, digest: `sha256:${"9".repeat(64)}` } }],
  ])("is refused where the receipt is about another %s", async (name, payload) => {
    await expect(held((signer) => sign(signer, payload))).rejects.toMatchObject({
      name: "ReceiptError",
      code: "MISMATCH",
      message: expect.stringContaining(name),
    })
  })

  it("may have moved to another address since", async () => {
    const moved = { ...receipt, listing: { ...receipt.listing, slug: "other/name" } }
    expect(await held((signer) => sign(signer, moved))).toMatchObject({ listing: { slug: "other/name" } })
  })

  const untrusted: [string, (signer: Signer) => Promise<string>][] = [
    ["alg none", (signer) => sign(signer, receipt, { alg: "none" })],
    ["another typ", (signer) => sign(signer, receipt, { typ: "fp-revocations+jws" })],
    ["a key of its own", (signer) => sign(signer, receipt, { jwk: signer.pinned })],
    ["critical headers", (signer) => sign(signer, receipt, { crit: ["exp"] })],
    ["another key", async (signer) => sign(await newSigner(), receipt, { kid: signer.kid })],
    ["another issuer", (signer) => sign(signer, { ...receipt, issuer: "https://other.example" })],
    ["a later date", (signer) => sign(signer, { ...receipt, issuedAtMs: nowMs + 300_001 })],
    ["a part too many", async (signer) => `${await sign(signer)}.e30`],
    ["a part too few", async (signer) => (await sign(signer)).split(".").slice(0, 2).join(".")],
    ["a huge text", async (signer) => `${await sign(signer)}${"A".repeat(16_384)}`],
    ["padding", async (signer) => `${await sign(signer)}=`],
    [
      "a key twice",
      (signer) =>
        signer.signExactly(
          { alg: "EdDSA", kid: signer.kid, typ: "fp-receipt+jws" },
          JSON.stringify(receipt).replace('"sequence":7', '"sequence":6,"sequence":7'),
        ),
    ],
  ]
  it.each(untrusted)("is not held to a receipt with %s", async (_title, jws) => {
    await expect(held(jws)).rejects.toMatchObject({ code: "UNTRUSTED" })
  })

  it("is not held to a receipt with another character anywhere, or cut off", async () => {
    const signer = await newSigner()
    const receipts = createReceipts({ registry: issuer, keys: [signer.pinned], now: () => nowMs })
    const good = await sign(signer)
    for (let at = 0; at < good.length; at++) {
      const other = good[at] === "A" ? "B" : "A"
      await expect(receipts.hold(redemption, good.slice(0, at) + other + good.slice(at + 1))).rejects.toThrow(/./)
      await expect(receipts.hold(redemption, good.slice(0, at))).rejects.toThrow(/./)
    }
  })

  it("is held to a receipt of a retired key up to its end", async () => {
    expect(await held((signer) => sign(signer), nowMs)).toMatchObject({ sequence: 7 })
    await expect(held((signer) => sign(signer), nowMs - 1)).rejects.toMatchObject({ code: "UNTRUSTED" })
  })
})

describe("T-RECEIPT-10 · the registry", () => {
  const open: { close(): Promise<void> }[] = []
  afterEach(async () => {
    for (const each of open.splice(0)) await each.close()
  })

  it("is asked for receipt and keys where none are given, and what it redeems agrees", async () => {
    const registry = await fakeRegistry()
    open.push(registry)
    const bob = { iss: "https://id.example", sub: "bob" }
    const target = registry.registerTarget({ name: "whs" })
    const redeemer = createRedeemer({ registry: registry.url, credential: target.credential, store: memoryStore() })
    const { token } = registry.issue({ listing: "acme/triage", buyer: bob, target: "whs" })
    const outcome = await redeemer.redeem(token, bob)
    if (!outcome.ok) throw new Error(outcome.reason)
    const receipts = createReceipts({ registry: registry.url })
    expect(await receipts.hold(outcome.redemption)).toMatchObject({
      issuer: registry.url,
      release: { digest: outcome.redemption.release.digest },
    })
  })

  it("that is away, or answers something else, leaves the release unheld", async () => {
    const answering = (fetch: typeof globalThis.fetch) => createReceipts({ registry: issuer, fetch }).hold(redemption)
    await expect(answering(() => Promise.reject(new TypeError("fetch failed")))).rejects.toMatchObject({
      code: "UNREACHABLE",
    } satisfies Partial<ReceiptError>)
    await expect(answering(async () => Response.json({}))).rejects.toMatchObject({ code: "UNEXPECTED_REPLY" })
  })
})
