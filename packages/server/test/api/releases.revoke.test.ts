import { randomUUID } from "node:crypto"
import type { Release } from "@fleetprompt/sdk/contracts"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { expectRefusal } from "../support/answers.ts"
import type { Caller } from "../support/caller.ts"
import { minutes } from "../support/clock.ts"
import { engines } from "../support/engines.ts"
import { issuer, openRegistry, type TestRegistry } from "../support/registry.ts"

describe.each(engines)("POST …/releases/{version}/revocation on $name", (engine) => {
  let registry: TestRegistry
  let alice: Caller
  const release = async (slug: string, version: string) =>
    (await registry.anonymous.get<Release>(`/v1/listings/${slug}/releases/${version}`)).body
  const latest = async (slug: string) =>
    (await registry.anonymous.get<{ latestVersion: string | null }>(`/v1/listings/${slug}`)).body.latestVersion
  const auditOf = (subjectId: string) => registry.context.store.transaction((tx) => tx.audit.list(subjectId))
  const redemption = (token: string) => ({
    token,
    redemptionId: randomUUID(),
    subject: { iss: issuer, sub: "bob" },
  })

  beforeAll(async () => {
    registry = await openRegistry(engine, { publishersPerUserMax: 20 })
    alice = await registry.as("alice")
    await registry.target("whs")
  })
  afterAll(() => registry.close())

  it("takes a release back for everybody to see, with the reason, and leaves an audit row", async () => {
    await alice.shelve("acme/one")
    const before = await release("acme/one", "1.0.0")
    expect(before.revocation).toBeNull()
    const revoked = await alice.revoke("acme/one", "1.0.0", "security", "Leaks its prompt.")
    expect(revoked.status).toBe(200)
    const revocation = { reason: "security", note: "Leaks its prompt.", atMs: registry.clock.nowMs() }
    expect(revoked.body).toMatchObject({ result: "revoked", latestVersion: null, release: { status: "revoked" } })
    const after = await release("acme/one", "1.0.0")
    expect(after).toEqual({ ...before, status: "revoked", revokedAtMs: revocation.atMs, revocation })
    expect(after).toMatchObject(revoked.body.release)
    expect((await auditOf(before.releaseId)).at(-1)).toMatchObject({
      action: "release.revoked",
      details: { version: "1.0.0", reason: "security", latest: null },
    })
  })

  it("answers the same reason again with unchanged, keeps the first note, and refuses another reason", async () => {
    await alice.shelve("again/one")
    const first = await alice.revoke("again/one", "1.0.0", "broken", "First.")
    registry.clock.advance(minutes(1))
    const second = await alice.revoke("again/one", "1.0.0", "broken", "Second.")
    expect(second.status).toBe(200)
    expect(second.body).toEqual({ ...first.body, result: "unchanged" })
    expectRefusal(await alice.revoke("again/one", "1.0.0", "legal"), 409, "INVALID_STATE_TRANSITION")
    expect((await auditOf(first.body.release.releaseId)).map(({ action }) => action)).toEqual([
      "release.published",
      "release.revoked",
    ])
  })

  it("lowers latest to the best release that is left: stable first, then prereleases, then none", async () => {
    await alice.shelve("lower/one", "1.0.0")
    for (const version of ["1.1.0-rc.1", "0.9.0", "1.2.0", "1.1.0-rc.2"]) await alice.publish("lower/one", { version })
    const seen = []
    for (const version of ["0.9.0", "1.2.0", "1.0.0", "1.1.0-rc.1", "1.1.0-rc.2"]) {
      const { body } = await alice.revoke("lower/one", version)
      expect(await latest("lower/one")).toBe(body.latestVersion)
      seen.push(body.latestVersion)
    }
    expect(seen).toEqual(["1.2.0", "1.0.0", "1.1.0-rc.2", "1.1.0-rc.2", null])
  })

  it("leaves a listing whose last release is gone readable, but not installable nor publishable anew", async () => {
    await alice.shelve("hollow/one")
    await alice.revoke("hollow/one", "1.0.0")
    const bob = await registry.as("bob")
    expect((await registry.anonymous.get("/v1/listings/hollow/one")).status).toBe(200)
    expectRefusal(await bob.install({ listing: "hollow/one" }), 404, "NOT_FOUND")
    expectRefusal(await bob.install({ listing: "hollow/one", version: "1.0.0" }), 422, "RELEASE_NOT_INSTALLABLE")
    await alice.setStatus("hollow/one", "draft")
    expectRefusal(await alice.setStatus("hollow/one", "published"), 409, "NO_LIVE_RELEASE")
    await alice.publish("hollow/one", { version: "1.0.1" })
    expect((await alice.setStatus("hollow/one", "published")).body.latestVersion).toBe("1.0.1")
  })

  it("never brings a revoked version back, whatever is published", async () => {
    await alice.shelve("gone/one")
    await alice.revoke("gone/one", "1.0.0")
    const same = await alice.publish("gone/one", { version: "1.0.0" })
    expect(same.body).toMatchObject({ result: "unchanged", release: { status: "revoked" } })
    expectRefusal(await alice.publish("gone/one", { version: "1.0.0", notes: "Other." }), 409, "VERSION_EXISTS")
    expect(await latest("gone/one")).toBeNull()
  })

  it("T-REVOKE-1 · cancels the open installs of the release at once, and no others", async () => {
    await alice.shelve("open/one")
    await alice.publish("open/one", { version: "1.1.0" })
    const [bob, whs] = [await registry.as("bob"), await registry.target("whs")]
    const install = async (version: string) => (await bob.install({ listing: "open/one", version })).body
    const [expired, redeemed] = [await install("1.0.0"), await install("1.0.0")]
    await whs.redeem(redemption(redeemed.installToken))
    registry.clock.advance(minutes(20))
    const [open, other] = [await install("1.0.0"), await install("1.1.0")]
    await alice.revoke("open/one", "1.0.0", "security")

    const statusOf = async ({ intent }: typeof open) => {
      const { body } = await bob.get<typeof intent>(`/v1/install-intents/${intent.installIntentId}`)
      return [body.status, body.cancelReason]
    }
    expect(await statusOf(open)).toEqual(["canceled", "release_revoked"])
    expect(await statusOf(expired)).toEqual(["expired", null])
    expect(await statusOf(redeemed)).toEqual(["redeemed", null])
    expect(await statusOf(other)).toEqual(["token_issued", null])
    expectRefusal(await whs.redeem(redemption(open.installToken)), 410, "INSTALL_INTENT_CANCELED")
    expect((await whs.redeem(redemption(other.installToken))).status).toBe(200)
    expect((await auditOf(open.intent.installIntentId)).at(-1)).toMatchObject({
      action: "install.canceled",
      details: { reason: "release_revoked" },
    })
  })

  it("either redeems or cancels each install when both come at once", async () => {
    await alice.shelve("raced/one")
    const [bob, whs] = [await registry.as("bob"), await registry.target("whs")]
    const installs = await Promise.all(Array.from({ length: 12 }, () => bob.install({ listing: "raced/one" })))
    const redeem = ({ body }: (typeof installs)[number]) => whs.redeem(redemption(body.installToken))
    const first = installs.slice(0, 6).map(redeem)
    const revoked = alice.revoke("raced/one", "1.0.0")
    const answers = await Promise.all([...first, ...installs.slice(6).map(redeem)])
    expect((await revoked).status).toBe(200)
    for (const [index, { body }] of installs.entries()) {
      const read = await bob.get<{ status: string }>(`/v1/install-intents/${body.intent.installIntentId}`)
      expect([answers[index]?.status, read.body.status]).toEqual(
        read.body.status === "redeemed" ? [200, "redeemed"] : [410, "canceled"],
      )
    }
  })

  it("refuses unknown versions, unknown reasons, a note of two lines, and a token without the scope", async () => {
    await alice.shelve("strict/one")
    expectRefusal(await alice.revoke("strict/one", "9.9.9"), 404, "NOT_FOUND")
    const path = "/v1/listings/strict/one/releases/1.0.0/revocation"
    const bodies = [
      {},
      { reason: "mood" },
      { reason: "other", note: "a\nb" },
      { reason: "other", note: "x".repeat(281) },
    ]
    for (const body of bodies) expectRefusal(await alice.request("POST", path, body), 422, "VALIDATION_FAILED")
    const publisher = await registry.as("alice", ["release:publish", "listing:write"])
    expectRefusal(await publisher.revoke("strict/one", "1.0.0"), 403, "INSUFFICIENT_SCOPE")
    expect(await latest("strict/one")).toBe("1.0.0")
  })
})
