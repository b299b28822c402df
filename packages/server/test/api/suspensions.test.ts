import { randomUUID } from "node:crypto"
import type { ChangePage, ModeratedListing, Suspension } from "@fleetprompt/sdk/contracts"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { expectRefusal, expectSameAnswer } from "../support/answers.ts"
import type { Caller } from "../support/caller.ts"
import { engines } from "../support/engines.ts"
import { issuer, openRegistry, type TestRegistry } from "../support/registry.ts"

describe.each(engines)("suspensions on $name", (engine) => {
  let registry: TestRegistry
  let alice: Caller
  let bob: Caller
  let moderator: Caller
  beforeAll(async () => {
    registry = await openRegistry(engine)
    alice = await registry.as("alice")
    bob = await registry.as("bob")
    moderator = await registry.moderator("mona", "moderator")
    await alice.claim("acme")
    await registry.target("whs")
  })
  afterAll(() => registry.close())

  const shelve = async (name: string, status = "published") => {
    const slug = `acme/${name}`
    await alice.createListing({ slug })
    await alice.publish(slug, { version: "1.0.0" })
    return (await alice.setStatus(slug, status)).body
  }
  const suspend = (slug: string, body: unknown = { reason: "malware", note: "It phones home." }, by = moderator) =>
    by.request<Suspension>("PUT", `/v1/admin/listings/${slug}/suspension`, body)
  const restore = (slug: string) =>
    moderator.request<ModeratedListing>("DELETE", `/v1/admin/listings/${slug}/suspension`)
  const appeal = (slug: string, note: string, by = alice) =>
    by.request<Suspension>("PUT", `/v1/listings/${slug}/appeal`, { note })
  const audit = async (subjectId: string) =>
    (await registry.context.store.transaction((tx) => tx.audit.list(subjectId))).map(({ action }) => action)

  it("T-SUSPEND-1 · take a listing out of everything the public can see, at once", async () => {
    const { listingId } = await shelve("bad")
    const suspended = await suspend("acme/bad")
    expect(suspended.body).toEqual({
      listingId,
      slug: "acme/bad",
      reason: "malware",
      note: "It phones home.",
      statusBefore: "published",
      suspendedAtMs: registry.clock.nowMs(),
      appeal: null,
    })
    for (const path of ["", "/releases", "/releases/1.0.0"]) {
      for (const reader of [registry.anonymous, bob]) {
        const missing = await reader.get(`/v1/listings/acme/no-such${path}`)
        expectSameAnswer(await reader.get(`/v1/listings/acme/bad${path}`), missing)
      }
    }
    expectSameAnswer(
      await registry.anonymous.get(`/v1/listings/${listingId}`),
      await registry.anonymous.get("/v1/listings/lst_0000000000000000000000"),
    )
    const found = await registry.anonymous.get<{ data: { slug: string }[] }>("/v1/listings?publisher=acme&limit=100")
    expect(found.body.data.map(({ slug }) => slug)).not.toContain("acme/bad")
    expectRefusal(await bob.install({ listing: "acme/bad" }), 404, "NOT_FOUND")
    const feed = await registry.anonymous.get<ChangePage>("/v1/changes?limit=100")
    const told = feed.body.data.filter((change) => change.listingId === listingId).map(({ kind }) => kind)
    expect(told).toEqual(["listing.published", "listing.removed"])
  })

  it("cancel the installs that are open in the same transaction, and no others", async () => {
    await shelve("installing")
    const open = (await bob.install({ listing: "acme/installing" })).body
    const done = (await bob.install({ listing: "acme/installing" })).body
    const whs = await registry.target("whs")
    const subject = { iss: issuer, sub: "bob" }
    await whs.redeem({ token: done.installToken, redemptionId: randomUUID(), subject })
    await suspend("acme/installing")
    const stateOf = async ({ intent }: typeof open) =>
      (await bob.get<typeof intent>(`/v1/install-intents/${intent.installIntentId}`)).body
    expect(await stateOf(open)).toMatchObject({ status: "canceled", cancelReason: "listing_suspended" })
    expect(await stateOf(done)).toMatchObject({ status: "redeemed", cancelReason: null })
    const late = await whs.redeem({ token: open.installToken, redemptionId: randomUUID(), subject })
    expectRefusal(late, 410, "INSTALL_INTENT_CANCELED")
    expect(await audit(open.intent.installIntentId)).toEqual(["install.token_issued", "install.canceled"])
  })

  it.each(["published", "unlisted", "draft"])("end with the status the listing had before: %s", async (status) => {
    const { listingId } = await shelve(`was-${status}`, status)
    await suspend(`acme/was-${status}`)
    const restored = await restore(`acme/was-${status}`)
    expect(restored.body).toMatchObject({ listing: { status }, suspension: null })
    expect((await alice.get<{ status: string }>(`/v1/listings/${listingId}`)).body.status).toBe(status)
    expect((await audit(listingId)).slice(-2)).toEqual(["listing.suspended", "listing.restored"])
    expect((await restore(`acme/was-${status}`)).status).toBe(200)
    expect((await audit(listingId)).filter((action) => action === "listing.restored")).toHaveLength(1)
  })

  it("are no second suspension the same again, and take another reason", async () => {
    const { listingId } = await shelve("again")
    await suspend("acme/again")
    await suspend("acme/again")
    expect((await audit(listingId)).filter((action) => action === "listing.suspended")).toHaveLength(1)
    const other = await suspend("acme/again", { reason: "spam" })
    expect(other.body).toMatchObject({ reason: "spam", note: "", statusBefore: "published" })
  })

  it("show their reason to members and moderators, and to nobody else", async () => {
    await shelve("told")
    await suspend("acme/told")
    const seen = await alice.get<Suspension>("/v1/listings/acme/told/suspension")
    expect(seen.body).toMatchObject({ reason: "malware", note: "It phones home." })
    const listing = await alice.get<Record<string, unknown>>("/v1/listings/acme/told")
    expect(listing.body["status"]).toBe("suspended")
    expect(JSON.stringify(listing.body)).not.toMatch(/malware|phones/)
    const missing = await bob.get("/v1/listings/acme/no-such/suspension")
    expectRefusal(missing, 404, "NOT_FOUND")
    expectSameAnswer(await bob.get("/v1/listings/acme/told/suspension"), missing)
    const moderated = await moderator.get<ModeratedListing>("/v1/admin/listings/acme/told")
    expect(moderated.body).toMatchObject({ listing: { slug: "acme/told" }, suspension: { reason: "malware" } })
    await shelve("fine")
    expectRefusal(await alice.get("/v1/listings/acme/fine/suspension"), 404, "NOT_FOUND")
  })

  it("take one appeal of the members, which moderators find", async () => {
    const { listingId } = await shelve("appealed")
    expectRefusal(await appeal("acme/appealed", "Why?"), 409, "INVALID_STATE_TRANSITION")
    await suspend("acme/appealed")
    expectRefusal(await appeal("acme/appealed", "Let me.", bob), 404, "NOT_FOUND")
    const filed = await appeal("acme/appealed", "It was a test server.")
    const expected = { note: "It was a test server.", atMs: registry.clock.nowMs() }
    expect(filed.body.appeal).toEqual(expected)
    expect((await appeal("acme/appealed", "It was a test server.")).body).toEqual(filed.body)
    expectRefusal(await appeal("acme/appealed", "Please!"), 409, "APPEAL_EXISTS")
    expect((await audit(listingId)).filter((action) => action === "listing.appealed")).toHaveLength(1)
    const reader = await registry.moderator("rita", "reader")
    const waiting = await reader.get<{ data: Suspension[] }>("/v1/admin/suspensions?appealed=true")
    expect(waiting.body.data).toEqual([filed.body])
    const others = await reader.get<{ data: Suspension[] }>("/v1/admin/suspensions?appealed=false&limit=100")
    expect(others.body.data.map(({ slug }) => slug)).not.toContain("acme/appealed")
    expect(others.body.data.length).toBeGreaterThan(0)
  })

  it("of one listing at once become one", async () => {
    const { listingId } = await shelve("raced")
    const answers = await Promise.all(Array.from({ length: 10 }, () => suspend("acme/raced")))
    expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(200))
    expect((await audit(listingId)).filter((action) => action === "listing.suspended")).toHaveLength(1)
  })

  it("refuse a listing that does not exist, an unknown reason and a note with a secret", async () => {
    expectRefusal(await suspend("acme/no-such"), 404, "NOT_FOUND")
    await shelve("judged")
    expectRefusal(await suspend("acme/judged", { reason: "publisher_locked" }), 422, "VALIDATION_FAILED")
    const note = `It holds ${registry.context.secrets.random("personalToken")}`
    expectRefusal(await suspend("acme/judged", { reason: "secret", note }), 422, "SECRET_DETECTED")
  })
})
