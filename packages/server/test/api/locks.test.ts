import { setImmediate as nextTurn } from "node:timers/promises"
import type { ChangePage, ModeratedPublisher, ModeratedUser, Publisher, Suspension } from "@fleetprompt/sdk/contracts"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { expectRefusal } from "../support/answers.ts"
import type { Caller } from "../support/caller.ts"
import { engines } from "../support/engines.ts"
import { openRegistry, type TestRegistry } from "../support/registry.ts"

describe.each(engines)("locks and badges on $name", (engine) => {
  let registry: TestRegistry
  let alice: Caller
  let bob: Caller
  let moderator: Caller
  let admin: Caller
  beforeAll(async () => {
    registry = await openRegistry(engine, { publishersPerUserMax: 20 })
    alice = await registry.as("alice")
    bob = await registry.as("bob")
    moderator = await registry.moderator("mona", "moderator")
    admin = await registry.moderator("ada", "admin")
    await registry.target("whs")
  })
  afterAll(() => registry.close())

  const lock = (handle: string, reason = "impersonation") =>
    moderator.request<ModeratedPublisher>("PUT", `/v1/admin/publishers/${handle}/lock`, { reason })
  const unlock = (handle: string) =>
    moderator.request<ModeratedPublisher>("DELETE", `/v1/admin/publishers/${handle}/lock`)
  const statusOf = async (slug: string) => (await alice.get<{ status: string }>(`/v1/listings/${slug}`)).body.status
  const audit = async (subjectId: string) =>
    (await registry.context.store.transaction((tx) => tx.audit.list(subjectId))).map(({ action }) => action)

  describe("a publisher's lock", () => {
    it("T-LOCK-1 · stops every write of its members", async () => {
      await alice.shelve("locked-co/one")
      await alice.claim("free-co")
      const { publisherId } = (await alice.get<Publisher>("/v1/publishers/locked-co")).body
      await alice.createListing({ slug: "free-co/wanders" })
      await alice.setMember("locked-co", bob, "maintainer")
      expect((await lock("locked-co")).body).toMatchObject({
        publisherId,
        lock: { reason: "impersonation", atMs: registry.clock.nowMs() },
      })
      const slug = "locked-co/one"
      const attempts = [
        alice.createListing({ slug: "locked-co/two" }),
        alice.updateListing(slug, '"lst-1"', { name: "New" }),
        alice.setStatus(slug, "draft"),
        alice.publish(slug, { version: "2.0.0" }),
        alice.revoke(slug, "1.0.0"),
        alice.deprecate(slug, { message: "Gone." }),
        alice.request("DELETE", `/v1/listings/${slug}/deprecation`),
        alice.deleteListing(slug),
        alice.transfer(slug, "free-co"),
        alice.transfer("free-co/wanders", "locked-co"),
        alice.request("PUT", `/v1/listings/${slug}/appeal`, { note: "Why?" }),
        alice.request(
          "PATCH",
          "/v1/publishers/locked-co",
          { displayName: "New" },
          { headers: { "if-match": '"pub-1"' } },
        ),
        alice.setMember("locked-co", bob, "owner"),
        alice.removeMember("locked-co", bob),
        bob.publish(slug, { version: "3.0.0" }),
      ]
      for (const attempt of attempts) expectRefusal(await attempt, 403, "PUBLISHER_LOCKED")
    })

    it("hides its public listings and cancels their installs, until it ends", async () => {
      for (const name of ["shown", "quiet", "judged"])
        await alice.claim("hidden-co").then(() => publishIn("hidden-co", name))
      await alice.setStatus("hidden-co/quiet", "unlisted")
      await alice.createListing({ slug: "hidden-co/draft" })
      const judge = { reason: "spam" }
      await moderator.request("PUT", "/v1/admin/listings/hidden-co/judged/suspension", judge)
      const { intent } = (await bob.install({ listing: "hidden-co/shown" })).body
      await lock("hidden-co")
      for (const name of ["shown", "quiet", "judged"]) {
        expectRefusal(await registry.anonymous.get(`/v1/listings/hidden-co/${name}`), 404, "NOT_FOUND")
        expectRefusal(await bob.install({ listing: `hidden-co/${name}` }), 404, "NOT_FOUND")
      }
      expect((await bob.get(`/v1/install-intents/${intent.installIntentId}`)).body).toMatchObject({
        status: "canceled",
        cancelReason: "publisher_suspended",
      })
      const why = await alice.get<Suspension>("/v1/listings/hidden-co/shown/suspension")
      expect(why.body).toMatchObject({ reason: "publisher_locked", statusBefore: "published" })
      expect(await statusOf("hidden-co/draft")).toBe("draft")
      await unlock("hidden-co")
      const statuses = await Promise.all(
        ["shown", "quiet", "judged", "draft"].map((name) => statusOf(`hidden-co/${name}`)),
      )
      expect(statuses).toEqual(["published", "unlisted", "suspended", "draft"])
      expect((await alice.publish("hidden-co/shown", { version: "2.0.0" })).status).toBe(201)
      expect(await story("hidden-co/shown")).toEqual([
        "listing.published",
        "listing.removed",
        "listing.published",
        "release.published",
      ])
      expect(await story("hidden-co/quiet")).toEqual(["listing.published", "listing.removed"])
    })

    async function publishIn(handle: string, name: string): Promise<void> {
      await alice.createListing({ slug: `${handle}/${name}` })
      await alice.publish(`${handle}/${name}`, { version: "1.0.0" })
      await alice.setStatus(`${handle}/${name}`, "published")
    }
    const story = async (slug: string) =>
      (await registry.anonymous.get<ChangePage>("/v1/changes?limit=100")).body.data
        .filter((change) => change.slug === slug)
        .map(({ kind }) => kind)

    it("keeps a listing hidden whose own suspension ends meanwhile", async () => {
      await alice.shelve("both-co/one")
      await moderator.request("PUT", "/v1/admin/listings/both-co/one/suspension", { reason: "spam" })
      await lock("both-co")
      const restored = await moderator.request("DELETE", "/v1/admin/listings/both-co/one/suspension")
      expect(restored.body).toMatchObject({
        listing: { status: "suspended" },
        suspension: { reason: "publisher_locked" },
      })
      const again = await moderator.request("DELETE", "/v1/admin/listings/both-co/one/suspension")
      expectRefusal(again, 409, "INVALID_STATE_TRANSITION")
      await unlock("both-co")
      expect(await statusOf("both-co/one")).toBe("published")
    })

    it("is no change the same again, and an unlocked publisher stays unlocked", async () => {
      await alice.claim("twice-co")
      const { publisherId } = (await alice.get<Publisher>("/v1/publishers/twice-co")).body
      await unlock("twice-co")
      await lock("twice-co")
      await lock("twice-co")
      await lock("twice-co", "spam")
      await unlock("twice-co")
      await unlock("twice-co")
      expect((await audit(publisherId)).slice(1)).toEqual([
        "publisher.locked",
        "publisher.locked",
        "publisher.unlocked",
      ])
      expectRefusal(await lock("nobody-co"), 404, "NOT_FOUND")
    })

    it("waits for a publication that began before it, and hides that too", async () => {
      await alice.claim("held-co")
      await alice.createListing({ slug: "held-co/one" })
      await alice.publish("held-co/one", { version: "1.0.0" })
      const [begun, mayCommit] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
      const { store } = registry.context
      const publishing = store.transaction(async (tx) => {
        const listing = await tx.listings.lockBySlug("held-co", "one")
        if (listing === undefined) throw new Error("The listing is missing.")
        begun.resolve()
        await mayCommit.promise
        const visible = { ...listing, status: "published", firstPublishedAtMs: 1 } as const
        await tx.listings.update({ ...visible, rowVersion: listing.rowVersion + 1 }, listing.rowVersion)
      })
      await begun.promise
      const locking = lock("held-co")
      // Time enough for the lock, if it did not have to wait.
      for (let read = 0; read < 100; read++) {
        await store.read.publishers.findByHandle("held-co")
        await nextTurn()
      }
      mayCommit.resolve()
      await Promise.all([publishing, locking])
      expect(await statusOf("held-co/one")).toBe("suspended")
    })

    it("is stronger than a publication at the same moment", async () => {
      await alice.claim("race-co")
      const names = Array.from({ length: 8 }, (_, index) => `n${index}`)
      for (const name of names) {
        await alice.createListing({ slug: `race-co/${name}` })
        await alice.publish(`race-co/${name}`, { version: "1.0.0" })
      }
      await Promise.all([...names.map((name) => alice.setStatus(`race-co/${name}`, "published")), lock("race-co")])
      for (const name of names) {
        expectRefusal(await registry.anonymous.get(`/v1/listings/race-co/${name}`), 404, "NOT_FOUND")
        expect((await story(`race-co/${name}`)).length % 2).toBe(0)
      }
    })
  })

  describe("a user's lock", () => {
    const lockUser = (user: Caller, by = admin) =>
      by.request<ModeratedUser>("PUT", `/v1/admin/users/${ids.get(user)}/lock`, { reason: "spam" })
    const ids = new Map<Caller, string>()

    it("T-LOCK-2 · shuts every credential of the account out, and lets it in again", async () => {
      await alice.shelve("lock-target/one")
      const carol = await registry.as("carol")
      ids.set(carol, await carol.userId())
      const other = await registry.as("carol", ["listing:read"])
      const { intent } = (await carol.install({ listing: "lock-target/one" })).body
      const locked = await lockUser(carol)
      expect(locked.body.lock).toEqual({ reason: "spam", atMs: registry.clock.nowMs() })
      for (const credential of [carol, other]) expectRefusal(await credential.get("/v1/whoami"), 403, "ACCOUNT_LOCKED")
      const [row] = await registry.rawSql(
        `SELECT status, cancel_reason FROM install_intents WHERE install_intent_id = '${intent.installIntentId}'`,
      )
      expect(row).toEqual({ status: "canceled", cancel_reason: "admin" })
      await lockUser(carol)
      await admin.request("DELETE", `/v1/admin/users/${ids.get(carol)}/lock`)
      expect((await carol.get("/v1/whoami")).status).toBe(200)
      expect((await audit(ids.get(carol) ?? "")).slice(1)).toEqual(["user.locked", "user.unlocked"])
    })

    it("is for admins alone, for others' accounts, and for accounts there are", async () => {
      ids.set(admin, await admin.userId())
      ids.set(bob, await bob.userId())
      expectRefusal(await lockUser(bob, moderator), 404, "NOT_FOUND")
      expectRefusal(await lockUser(admin), 409, "INVALID_STATE_TRANSITION")
      const nobody = await admin.request("PUT", "/v1/admin/users/usr_0000000000000000000000/lock", { reason: "spam" })
      expectRefusal(nobody, 404, "NOT_FOUND")
    })
  })

  describe("a verification badge", () => {
    const verify = (handle: string, method: string) =>
      moderator.request<ModeratedPublisher>("PUT", `/v1/admin/publishers/${handle}/verification`, { method })

    it("shows its method and its date, and moves the ETag of publisher and listings", async () => {
      await alice.shelve("badge-co/one")
      const before = await registry.anonymous.get("/v1/listings/badge-co/one")
      registry.clock.advance(1_000)
      const { body } = await verify("badge-co", "dns")
      const atMs = registry.clock.nowMs()
      expect(body.verification).toEqual({ method: "dns", atMs })
      const seen = await registry.anonymous.get<Publisher>("/v1/publishers/badge-co")
      expect(seen.body).toMatchObject({ verifiedAtMs: atMs, verificationMethod: "dns" })
      expect(seen.headers.get("etag")).toBe('"pub-2"')
      const after = await registry.anonymous.get("/v1/listings/badge-co/one")
      expect(after.headers.get("etag")).not.toBe(before.headers.get("etag"))
      registry.clock.advance(1_000)
      expect((await verify("badge-co", "dns")).body.verification?.atMs).toBe(atMs + 1_000)
      const taken = await moderator.request("DELETE", "/v1/admin/publishers/badge-co/verification")
      expect(taken.body).toMatchObject({ verification: null })
      await moderator.request("DELETE", "/v1/admin/publishers/badge-co/verification")
      const actions = await audit(body.publisherId)
      expect(actions.slice(1)).toEqual(["publisher.verified", "publisher.verified", "publisher.unverified"])
      expectRefusal(await verify("badge-co", "vibes"), 422, "VALIDATION_FAILED")
    })
  })
})
