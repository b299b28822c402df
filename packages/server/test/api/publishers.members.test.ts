import type { PublisherMember } from "@fleetprompt/sdk/contracts"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { may, type PublisherAct, publisherActs } from "../../src/domain/publishers/permissions.ts"
import { expectRefusal, expectSameAnswer } from "../support/answers.ts"
import type { Answer, Caller } from "../support/caller.ts"
import { engines } from "../support/engines.ts"
import { openRegistry, type TestRegistry } from "../support/registry.ts"

describe.each(engines)("the members of a publisher on $name", (engine) => {
  let registry: TestRegistry
  let alice: Caller
  let bob: Caller
  let stranger: Caller
  const list = (caller: Caller, handle: string) =>
    caller.get<{ data: PublisherMember[] }>(`/v1/publishers/${handle}/members`)
  const rolesOf = async (handle: string) => (await list(alice, handle)).body.data.map(({ sub, role }) => [sub, role])

  beforeAll(async () => {
    registry = await openRegistry(engine, { publishersPerUserMax: 30 })
    alice = await registry.as("alice")
    bob = await registry.as("bob")
    stranger = await registry.as("stranger")
  })
  afterAll(() => registry.close())

  it("are added, given another role and removed by an owner, each with an audit row", async () => {
    const { body } = await alice.claim("acme")
    registry.clock.advance(1)
    const added = await alice.setMember("acme", bob, "maintainer")
    expect(added.status).toBe(200)
    expect(added.body).toMatchObject({ sub: "bob", role: "maintainer", addedAtMs: registry.clock.nowMs() })
    expect((await list(bob, "acme")).body.data.at(1)).toEqual(added.body)
    expect((await alice.setMember("acme", bob, "owner")).body).toEqual({ ...added.body, role: "owner" })
    expect((await alice.setMember("acme", bob, "owner")).body).toEqual({ ...added.body, role: "owner" })
    expect(await rolesOf("acme")).toEqual([
      ["alice", "owner"],
      ["bob", "owner"],
    ])
    expect((await alice.removeMember("acme", bob)).status).toBe(200)
    expect(await rolesOf("acme")).toEqual([["alice", "owner"]])
    const audit = await registry.context.store.transaction((tx) => tx.audit.list(body.publisherId))
    expect(audit.map(({ action, details }) => [action, details["from"] ?? details["role"] ?? null])).toEqual([
      ["publisher.claimed", null],
      ["publisher.member_added", null],
      ["publisher.member_role_changed", "maintainer"],
      ["publisher.member_removed", "owner"],
    ])
  })

  it("have no rights left once they are removed", async () => {
    await alice.shelve("left/thing")
    await alice.setMember("left", bob, "owner")
    expect((await bob.publish("left/thing", { version: "1.1.0" })).status).toBe(201)
    await alice.removeMember("left", bob)
    expectRefusal(await bob.publish("left/thing", { version: "1.2.0" }), 404, "NOT_FOUND")
    expectRefusal(await bob.setStatus("left/thing", "draft"), 404, "NOT_FOUND")
    expectRefusal(await list(bob, "left"), 404, "NOT_FOUND")
    expectRefusal(await bob.setMember("left", bob, "owner"), 404, "NOT_FOUND")
  })

  it("may leave by themselves, but never the last owner, whichever way", async () => {
    await alice.claim("shrinking")
    await alice.setMember("shrinking", bob, "maintainer")
    await alice.setMember("shrinking", stranger, "maintainer")
    expectRefusal(await bob.removeMember("shrinking", stranger), 403, "ROLE_NOT_ALLOWED")
    expectRefusal(await alice.removeMember("shrinking", alice), 409, "LAST_OWNER")
    expectRefusal(await alice.setMember("shrinking", alice, "maintainer"), 409, "LAST_OWNER")
    expect((await bob.removeMember("shrinking", bob)).status).toBe(200)
    expectRefusal(await bob.removeMember("shrinking", bob), 404, "NOT_FOUND")
  })

  it("always keep an owner, even when all owners leave at once", async () => {
    await alice.claim("exodus")
    await alice.setMember("exodus", bob, "owner")
    const leaving = await Promise.all([alice.removeMember("exodus", alice), bob.removeMember("exodus", bob)])
    expect(new Set(leaving.map(({ status }) => status))).toEqual(new Set([200, 409]))
    const staying = await registry.rawSql(
      "SELECT role FROM publisher_members JOIN publishers USING (publisher_id) WHERE handle = 'exodus'",
    )
    expect(staying).toEqual([{ role: "owner" }])
  })

  it("are nobody's business but theirs: strangers are answered as if there were no such publisher", async () => {
    await alice.claim("closed")
    const attempts: ((handle: string) => Promise<Answer<unknown>>)[] = [
      (handle) => list(stranger, handle),
      (handle) => stranger.setMember(handle, stranger, "owner"),
      (handle) => stranger.removeMember(handle, alice),
    ]
    for (const attempt of attempts) {
      const missing = await attempt("no-such")
      expectRefusal(missing, 404, "NOT_FOUND")
      expectSameAnswer(await attempt("closed"), missing)
    }
    expectRefusal(await registry.anonymous.request("GET", "/v1/publishers/closed/members"), 401, "UNAUTHENTICATED")
  })

  it("must be users this registry knows, in a role it has, within the limits", async () => {
    await alice.claim("strict")
    const path = "/v1/publishers/strict/members"
    const unknown = `${path}/usr_0000000000000000000000`
    expectRefusal(await alice.request("PUT", unknown, { role: "owner" }), 404, "NOT_FOUND")
    expectRefusal(await alice.request("PUT", `${path}/bob`, { role: "owner" }), 404, "NOT_FOUND")
    const bobs = `${path}/${await bob.userId()}`
    for (const body of [{}, { role: "admin" }, { role: "owner", userId: "x" }]) {
      expectRefusal(await alice.request("PUT", bobs, body), 422, "VALIDATION_FAILED")
    }
  })

  it("do not include one who owns as many publishers as a user may, as another owner", async () => {
    const small = await openRegistry(engine, { publishersPerUserMax: 1 })
    const [ann, ben] = [await small.as("ann"), await small.as("ben")]
    await ann.claim("anns")
    await ben.claim("bens")
    expectRefusal(await ann.setMember("anns", ben, "owner"), 422, "PUBLISHER_LIMIT_REACHED")
    expect((await ann.setMember("anns", ben, "maintainer")).status).toBe(200)
    await small.close()
  })

  it("are at most 100", async () => {
    const { body } = await alice.claim("crowded")
    await registry.rawSql(
      `INSERT INTO users (user_id, iss, sub, created_at_ms)
       WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 99)
       SELECT 'usr_crowd_' || i, 'https://id.example', 'crowd-' || i, 1 FROM n`,
    )
    await registry.rawSql(
      `INSERT INTO publisher_members (publisher_id, user_id, role, added_at_ms)
       SELECT '${body.publisherId}', user_id, 'maintainer', 1 FROM users WHERE user_id LIKE 'usr_crowd_%'`,
    )
    expectRefusal(await alice.setMember("crowded", bob, "maintainer"), 422, "MEMBER_LIMIT_REACHED")
  })

  describe("T-ROLE-1 · may do what the table of permissions gives their role, and nothing else", () => {
    /** One attempt at each act that a role decides, on a publisher with a draft and a release. */
    const attempts: Partial<Record<PublisherAct, (caller: Caller, handle: string) => Promise<Answer<unknown>>>> = {
      "listing.create": (caller, handle) => caller.createListing({ slug: `${handle}/second` }),
      "listing.update": (caller, handle) => caller.updateListing(`${handle}/one`, '"lst-2"', { name: "New" }),
      "listing.set_status": (caller, handle) => caller.setStatus(`${handle}/one`, "draft"),
      "listing.deprecate": (caller, handle) => caller.deprecate(`${handle}/one`, { message: "Old." }),
      "listing.delete": (caller, handle) => caller.deleteListing(`${handle}/one`),
      "listing.give_away": (caller, handle) => caller.transfer(`${handle}/one`, "receiving"),
      "release.publish": (caller, handle) => caller.publish(`${handle}/one`, { version: "2.0.0" }),
      "release.revoke": (caller, handle) => caller.revoke(`${handle}/one`, "1.0.0"),
      "publisher.update": (caller, handle) =>
        caller.request(
          "PATCH",
          `/v1/publishers/${handle}`,
          { displayName: "N" },
          { headers: { "if-match": '"pub-1"' } },
        ),
      "metrics.read": (caller, handle) => caller.get(`/v1/listings/${handle}/one/metrics`),
      "members.read": (caller, handle) => list(caller, handle),
      "trusted_publishers.read": (caller, handle) => caller.get(`/v1/publishers/${handle}/trusted-publishers`),
      "members.manage": (caller, handle) => caller.setMember(handle, stranger, "maintainer"),
    }
    const acts = Object.keys(attempts) as PublisherAct[]

    beforeAll(async () => {
      await alice.claim("receiving")
      await alice.setMember("receiving", bob, "maintainer")
    })

    it("tries every act of the table", () => {
      // Receiving is tried with every transfer; appeals, the audit log and whom to trust have tests of their own.
      const elsewhere = ["listing.receive", "listing.appeal", "trusted_publishers.manage", "audit.read"]
      expect(publisherActs.filter((act) => !acts.includes(act) && !elsewhere.includes(act))).toEqual([])
    })

    it.each(acts.map((act, index) => ({ act, index })))(
      "lets a role have $act or refuses it",
      async ({ act, index }) => {
        const handle = `roles-${"abcdefghjk".charAt(index % 10)}${index > 9 ? "x" : ""}`
        await alice.claim(handle)
        await alice.createListing({ slug: `${handle}/one` })
        await alice.publish(`${handle}/one`, { version: "1.0.0" })
        await alice.setMember(handle, bob, "maintainer")
        const told = async (caller: Caller) => (await attempts[act]?.(caller, handle))?.problem.code ?? "done"
        expect(await told(bob)).toBe(may("maintainer", act) ? "done" : "ROLE_NOT_ALLOWED")
        // What the maintainer has done cannot always be done again.
        const owner = may("maintainer", act) ? "done" : await told(alice)
        expect(owner).toBe("done")
      },
    )
  })
})
