import type { Discovery, RevocationPage } from "@fleetprompt/sdk/contracts"
import { calculateJwkThumbprint, compactVerify, importJWK } from "jose"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { expectRefusal } from "../support/answers.ts"
import type { Caller } from "../support/caller.ts"
import { engines } from "../support/engines.ts"
import { openRegistry, type TestRegistry } from "../support/registry.ts"

describe.each(engines)("T-HANDOFF-9 · the feed of revocations on $name", (engine) => {
  let registry: TestRegistry
  let alice: Caller
  let mod: Caller
  beforeAll(async () => {
    registry = await openRegistry(engine, { publishersPerUserMax: 100 })
    alice = await registry.as("alice")
    mod = await registry.moderator("mod", "moderator")
  })
  afterAll(() => registry.close())

  /** A page, its signature checked with what the registry says its keys are. */
  async function read(query = ""): Promise<RevocationPage> {
    const { body: discovery } = await registry.anonymous.get<Discovery>("/.well-known/fleetprompt")
    const { body } = await registry.anonymous.get<{ jws: string }>(`/v1/revocations${query}`)
    const [key] = discovery.signingKeys
    if (key === undefined) throw new Error("The registry has no key.")
    const { kty, crv, x, kid } = key
    const { payload, protectedHeader } = await compactVerify(body.jws, await importJWK({ kty, crv, x }, "EdDSA"))
    expect(protectedHeader).toEqual({ alg: "EdDSA", typ: "fp-revocations+jws", kid })
    expect(kid).toBe(await calculateJwkThumbprint({ kty, crv, x }))
    return JSON.parse(new TextDecoder().decode(payload)) as RevocationPage
  }
  /** What was added since, without numbers and times. */
  async function since(seq: number) {
    const { entries } = await read(`?after=${seq}`)
    return entries.map(({ releaseId, revoked, cause }) => ({ releaseId, revoked, cause }))
  }
  const last = async () => (await read("?after=0")).nextAfter
  const releaseIdsOf = async (slug: string, versions: readonly string[]) =>
    await Promise.all(
      versions.map(
        async (version) =>
          (await alice.get<{ releaseId: string }>(`/v1/listings/${slug}/releases/${version}`)).body.releaseId,
      ),
    )

  it("tells of a revocation, to anyone, with the issuer and the time inside the signature", async () => {
    await alice.shelve("acme/one")
    const [releaseId] = await releaseIdsOf("acme/one", ["1.0.0"])
    const before = await last()
    await alice.revoke("acme/one", "1.0.0")
    await alice.revoke("acme/one", "1.0.0")
    const page = await read(`?after=${before}`)
    expect(page).toEqual({
      issuer: "https://registry.example",
      issuedAtMs: registry.clock.nowMs(),
      after: before,
      nextAfter: before + 1,
      hasMore: false,
      entries: [{ seq: before + 1, releaseId, revoked: true, cause: "release_revoked", atMs: registry.clock.nowMs() }],
    })
  })

  it("tells of every release of a suspended listing, and when that is over of those not revoked themselves", async () => {
    await alice.shelve("acme/two")
    await alice.publish("acme/two", { version: "2.0.0" })
    const [first, second] = (await releaseIdsOf("acme/two", ["1.0.0", "2.0.0"])) as [string, string]
    const both = [first, second].toSorted()
    const path = "/v1/admin/listings/acme/two/suspension"
    const before = await last()
    await mod.request("PUT", path, { reason: "malware" })
    await mod.request("PUT", path, { reason: "spam" })
    const suspended = { revoked: true, cause: "listing_suspended" }
    expect(await since(before)).toEqual(both.map((releaseId) => ({ releaseId, ...suspended })))
    await mod.request("DELETE", path)
    const middle = await last()
    expect(middle).toBe(before + 4)
    await alice.revoke("acme/two", "1.0.0")
    await mod.request("PUT", path, { reason: "malware" })
    await mod.request("DELETE", path)
    expect(await since(middle)).toEqual([
      { releaseId: first, revoked: true, cause: "release_revoked" },
      { releaseId: second, ...suspended },
      { releaseId: second, revoked: false, cause: "listing_restored" },
    ])
  })

  it("tells of a publisher's lock as of a suspension of each listing, and of its end", async () => {
    await alice.shelve("locked-co/one")
    await alice.shelve("locked-co/two")
    const ids = [
      ...(await releaseIdsOf("locked-co/one", ["1.0.0"])),
      ...(await releaseIdsOf("locked-co/two", ["1.0.0"])),
    ]
    const before = await last()
    await mod.request("PUT", "/v1/admin/publishers/locked-co/lock", { reason: "malware" })
    await mod.request("DELETE", "/v1/admin/publishers/locked-co/lock")
    const told = await since(before)
    expect(
      told
        .slice(0, 2)
        .map(({ releaseId }) => releaseId)
        .toSorted(),
    ).toEqual(ids.toSorted())
    expect(told.map(({ revoked }) => revoked)).toEqual([true, true, false, false])
  })

  it("says nothing of what was never public", async () => {
    await alice.createListing({ slug: "acme/unborn" })
    await alice.publish("acme/unborn", { version: "1.0.0" })
    const before = await last()
    await mod.request("PUT", "/v1/admin/listings/acme/unborn/suspension", { reason: "spam" })
    await mod.request("DELETE", "/v1/admin/listings/acme/unborn/suspension")
    await alice.revoke("acme/unborn", "1.0.0")
    expect(await last()).toBe(before)
  })

  it("is read page by page without a gap, and a page with more after it never changes", async () => {
    const all = (await read()).entries
    const paged = []
    let after = 0
    let hasMore = true
    while (hasMore) {
      const page: RevocationPage = await read(`?after=${after}&limit=2`)
      expect(page.after).toBe(after)
      paged.push(...page.entries)
      ;({ nextAfter: after, hasMore } = page)
    }
    expect(paged).toEqual(all)
    expect(paged.map(({ seq }) => seq)).toEqual(paged.map((_, index) => index + 1))
    expect(await read(`?after=${after}`)).toMatchObject({ entries: [], nextAfter: after, hasMore: false })
    expectRefusal(await registry.anonymous.get("/v1/revocations?limit=501"), 400, "INVALID_REQUEST")
  })

  it("may be cached for a minute, and read by any page", async () => {
    const { headers } = await registry.anonymous.get("/v1/revocations")
    expect(headers.get("cache-control")).toBe("public, max-age=60")
    expect(headers.get("access-control-allow-origin")).toBe("*")
  })

  it("keeps every entry, whoever writes past us", async () => {
    const { nextAfter } = await read()
    expect(nextAfter).toBeGreaterThan(0)
    await expect(registry.rawSql("DELETE FROM revocations")).rejects.toThrow(/never removed/)
    await expect(registry.rawSql("UPDATE revocations SET revoked = 0")).rejects.toThrow(/never changes/)
  })

  it("gives a reader who follows it everything, however many revoke at the same time", async () => {
    const slugs = Array.from({ length: 12 }, (_, index) => `acme/busy-${index}`)
    for (const slug of slugs) await alice.shelve(slug)
    const before = await last()
    const seen: number[] = []
    let after = before
    const follow = async () => {
      const page = await read(`?after=${after}`)
      seen.push(...page.entries.map(({ seq }) => seq))
      after = page.nextAfter
    }
    const writing = Promise.all(
      slugs.map((slug, index) =>
        index % 2 === 0
          ? alice.revoke(slug, "1.0.0")
          : mod.request("PUT", `/v1/admin/listings/${slug}/suspension`, { reason: "spam" }),
      ),
    )
    // Reads beside the writes, once for each of them, and once when all are done.
    for (const _ of slugs) await follow()
    await writing
    await follow()
    expect(seen).toEqual(slugs.map((_, index) => before + index + 1))
  })
})
