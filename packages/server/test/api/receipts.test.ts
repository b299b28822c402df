import { type StatementError, verifyReceipt } from "@fleetprompt/sdk/receipts"
import type { Discovery, Receipt, RevocationPage, SignedReceipt } from "@fleetprompt/sdk/contracts"
import { compactVerify, importJWK } from "jose"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { operator } from "../../src/domain/audit/audit.ts"
import { rotateSigningKey } from "../../src/domain/signing/rotate.ts"
import { expectRefusal } from "../support/answers.ts"
import type { Caller } from "../support/caller.ts"
import { minutes } from "../support/clock.ts"
import { engines } from "../support/engines.ts"
import { openRegistry, type TestRegistry } from "../support/registry.ts"

interface Published {
  result: string
  receipt: string
  release: { releaseId: string; digest: string; publishedAtMs: number }
}

describe.each(engines)("receipts on $name", (engine) => {
  let registry: TestRegistry
  let alice: Caller
  beforeAll(async () => {
    registry = await openRegistry(engine, { publishersPerUserMax: 100 })
    alice = await registry.as("alice")
    await alice.claim("acme")
    await alice.createListing({ slug: "acme/triage" })
  })
  afterAll(() => registry.close())

  const publish = async (version: string, extras?: { key?: string }, body = {}) =>
    (await alice.publish("acme/triage", { version, ...body }, extras)) as unknown as { status: number; body: Published }
  const discover = async () => (await registry.anonymous.get<Discovery>("/.well-known/fleetprompt")).body
  const verify = async (jws: string) =>
    await verifyReceipt(jws, { discovery: await discover(), nowMs: registry.clock.nowMs() })
  const receiptPath = (version: string) => `/v1/listings/acme/triage/releases/${version}/receipt`
  const stored = async (jws: string) => {
    const { sequence } = await verify(jws)
    return sequence
  }

  it("T-RECEIPT-1 · every publish returns a signed statement of what was published", async () => {
    const { status, body } = await publish("1.0.0")
    expect(status).toBe(201)
    const { releaseId, digest, publishedAtMs } = body.release
    expect(await verify(body.receipt)).toEqual({
      issuer: "https://registry.example",
      sequence: expect.any(Number),
      issuedAtMs: publishedAtMs,
      state: "published",
      listing: { listingId: expect.stringMatching(/^lst_/), slug: "acme/triage", assetKind: "whs_agent" },
      release: { releaseId, version: "1.0.0", digest, publishedAtMs },
      provenance: null,
    } satisfies Receipt)
  })

  it("T-RECEIPT-2 · the same publish returns the very same receipt: as a replay, as unchanged, and when asked for", async () => {
    const key = "a-key-for-this-publish"
    const first = (await publish("1.1.0", { key })).body
    const replay = (await publish("1.1.0", { key })).body
    const unchanged = await publish("1.1.0")
    expect([unchanged.status, unchanged.body.result]).toEqual([200, "unchanged"])
    const asked = (await alice.get<SignedReceipt>(receiptPath("1.1.0"))).body.jws
    expect([replay.receipt, unchanged.body.receipt, asked]).toEqual(Array(3).fill(first.receipt))
  })

  it("T-RECEIPT-3 · receipts are numbered without a hole, however many are published at once", async () => {
    const before = await stored((await publish("2.0.0")).body.receipt)
    const versions = Array.from({ length: 8 }, (_, index) => `2.1.${index}`)
    const published = await Promise.all(versions.map((version) => publish(version)))
    await publish("2.1.0", {}, { notes: "Other content, which is refused." })
    const numbers = await Promise.all(published.map(({ body }) => stored(body.receipt)))
    const expected = numbers.map((_, index) => before + 1 + index)
    expect(numbers.toSorted((one, other) => one - other)).toEqual(expected)
  })

  it("T-RECEIPT-4 · is there for whoever can see the release, and for nobody else", async () => {
    await publish("3.0.0")
    expectRefusal(await registry.anonymous.get(receiptPath("3.0.0")), 404, "NOT_FOUND")
    expectRefusal(await (await registry.as("bob")).get(receiptPath("3.0.0")), 404, "NOT_FOUND")
    expectRefusal(await alice.get(receiptPath("9.9.9")), 404, "NOT_FOUND")
    await alice.setStatus("acme/triage", "published")
    expect((await registry.anonymous.get<SignedReceipt>(receiptPath("3.0.0"))).status).toBe(200)
  })

  it("T-RECEIPT-5 · a release from before there were receipts gets one when it is first asked for, and keeps it", async () => {
    await publish("4.0.0")
    if (engine.name === "SQLite") await registry.rawSql("drop trigger receipts_stay")
    else await registry.rawSql("alter table receipts disable trigger user")
    await registry.rawSql("delete from receipts where sequence = (select max(sequence) from receipts)")
    registry.clock.advance(minutes(5))
    const ask = async () => (await registry.anonymous.get<SignedReceipt>(receiptPath("4.0.0"))).body.jws
    const asked = await Promise.all([ask(), ask(), ask()])
    expect(new Set([...asked, await ask()]).size).toBe(1)
    const { issuedAtMs, release } = await verify(asked[0] ?? "")
    expect([issuedAtMs, release.publishedAtMs]).toEqual([registry.clock.nowMs(), registry.clock.nowMs() - minutes(5)])
  })

  it("T-RECEIPT-6 · another key takes over when that was said, old receipts stay good, and every process agrees", async () => {
    const old = (await publish("5.0.0")).body.receipt
    const before = await discover()
    const { next } = await rotateSigningKey(registry.context, { actor: operator, afterMs: minutes(10) })
    const ends = registry.clock.nowMs() + minutes(10)
    const keysNow = async () => (await discover()).signingKeys.map(({ kid, retiredAtMs }) => [kid, retiredAtMs])
    const [first] = before.signingKeys
    expect(await keysNow()).toEqual([
      [first?.kid, ends],
      [next.kid, null],
    ])
    const meanwhile = (await publish("5.1.0")).body.receipt
    registry.clock.advance(minutes(10))
    expect(await keysNow()).toEqual([
      [next.kid, null],
      [first?.kid, ends],
    ])
    const later = (await publish("5.2.0")).body.receipt
    const kidOf = (jws: string) => JSON.parse(Buffer.from(jws.split(".")[0] ?? "", "base64url").toString()).kid
    expect([old, meanwhile, later].map(kidOf)).toEqual([first?.kid, first?.kid, next.kid])
    for (const jws of [old, meanwhile, later]) expect(await verify(jws)).toMatchObject({ state: "published" })
    expect((await publish("5.0.0")).body.receipt).toBe(old)

    const feed = (await registry.anonymous.get<{ jws: string }>("/v1/revocations")).body.jws
    expect(kidOf(feed)).toBe(next.kid)
    const { payload } = await compactVerify(feed, await importJWK({ kty: "OKP", crv: "Ed25519", x: next.x }, "EdDSA"))
    expect((JSON.parse(new TextDecoder().decode(payload)) as RevocationPage).issuedAtMs).toBe(registry.clock.nowMs())
    const checkpoint = (await registry.anonymous.get<{ jws: string }>("/v1/audit/checkpoint")).body.jws
    expect(kidOf(checkpoint)).toBe(next.kid)
  })

  it("T-RECEIPT-6 · what a retired key signs with a later date is refused", async () => {
    const { signingKeys, issuer } = await discover()
    const retired = signingKeys.find(({ retiredAtMs }) => retiredAtMs !== null)
    const known = await verify((await publish("5.3.0")).body.receipt)
    const signed = (issuedAtMs: number) => registry.context.signer.sign(1, "fp-receipt+jws", { ...known, issuedAtMs })
    expect(retired?.kid).toBe(registry.context.signer.keyOf(1).kid)
    const ends = retired?.retiredAtMs ?? 0
    expect(await verify(signed(ends))).toMatchObject({ issuer })
    await expect(verify(signed(ends + 1))).rejects.toMatchObject({
      code: "RETIRED_KEY",
    } satisfies Partial<StatementError>)
  })

  it("T-RECEIPT-7 · what was arranged can be brought forward and not put off, and each rotation is audited", async () => {
    const rotate = (afterMs: number) => rotateSigningKey(registry.context, { actor: operator, afterMs })
    const arranged = await rotate(minutes(60))
    const sooner = await rotate(minutes(1))
    expect(sooner.next).toEqual(arranged.next)
    expect(sooner.retired.retiredAtMs).toBe(registry.clock.nowMs() + minutes(1))
    await expect(rotate(minutes(2))).rejects.toMatchObject({ code: "INVALID_STATE_TRANSITION" })
    const entries = await registry.context.store.transaction((tx) => tx.audit.list(arranged.retired.kid))
    expect(entries.map(({ action, actor }) => [action, actor.kind])).toEqual([
      ["signing_key.rotated", "operator"],
      ["signing_key.rotated", "operator"],
    ])
  })

  it.each(["update receipts set jws = 'x'", "update signing_keys set x = 'x'", "delete from signing_keys"])(
    "refuses %j",
    async (statement) => {
      if (engine.name !== "SQLite") await registry.rawSql("alter table receipts enable trigger user")
      await expect(registry.rawSql(statement)).rejects.toThrow(/never (?:changes|removed)|is never removed/)
    },
  )
})
