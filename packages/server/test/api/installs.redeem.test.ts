import { randomUUID } from "node:crypto"
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest"
import { expectRefusal, expectSameAnswer } from "../support/answers.ts"
import type { Caller } from "../support/caller.ts"
import { days, minutes } from "../support/clock.ts"
import { engines } from "../support/engines.ts"
import { issuer, openRegistry, type TestRegistry } from "../support/registry.ts"

const bobs = { iss: issuer, sub: "bob" }

describe.each(engines)("POST /v1/install-intents/redeem on $name", (engine) => {
  let registry: TestRegistry
  let alice: Caller
  let bob: Caller
  let whs: Caller
  const issue = async (listing = "acme/triage") => (await bob.install({ listing })).body
  const auditOf = (subjectId: string) => registry.context.store.transaction((tx) => tx.audit.list(subjectId))

  beforeAll(async () => {
    registry = await openRegistry(engine)
    whs = await registry.target("whs")
    alice = await registry.as("alice")
    await alice.shelve("acme/triage")
    bob = await registry.as("bob")
  })
  afterAll(() => registry.close())

  describe("accepts", () => {
    it("the bound target with the buyer, and tells it references and nothing else", async () => {
      const { installToken, intent } = await issue()
      const redemptionId = randomUUID()
      const redeemed = await whs.redeem({ token: installToken, redemptionId, subject: bobs })
      expect(redeemed.status).toBe(200)
      expect(redeemed.body).toMatchObject({
        replayed: false,
        current: { releaseStatus: "published", listingStatus: "published", outcome: null },
        redemption: { installIntentId: intent.installIntentId, redemptionId, buyer: bobs },
      })
      expect(JSON.stringify(redeemed.body)).not.toMatch(/fpit_|description|summary/)
      const path = `/v1/install-intents/${intent.installIntentId}`
      expect((await bob.get(path)).body).toMatchObject({ status: "redeemed", outcome: null })
    })

    it("the same redemptionId again, byte for byte, for 30 days, after expiry and revocation", async () => {
      await alice.shelve("acme/replayed")
      const { installToken } = await issue("acme/replayed")
      const request = { token: installToken, redemptionId: randomUUID(), subject: bobs }
      const first = await whs.redeem(request)
      registry.clock.advance(days(30))
      await registry.rawSql(
        "UPDATE releases SET status = 'revoked', revoked_at_ms = 1 WHERE status = 'published' AND listing_id = (SELECT listing_id FROM listings WHERE slug_name = 'replayed')",
      )
      const again = await whs.redeem(request)
      expect(again.body.replayed).toBe(true)
      expect(again.body.current).toMatchObject({ releaseStatus: "revoked" })
      expect(JSON.stringify(again.body.redemption)).toBe(JSON.stringify(first.body.redemption))
      registry.clock.advance(1)
      expectRefusal(await whs.redeem(request), 409, "INSTALL_TOKEN_REDEEMED")
    })
  })

  describe("T-TOKEN-1 · spends a token once", () => {
    it("of 200 redemptions at once exactly one succeeds and one audit row is written", async () => {
      const { installToken, intent } = await issue()
      const answers = await Promise.all(
        Array.from({ length: 200 }, () =>
          whs.redeem({ token: installToken, redemptionId: randomUUID(), subject: bobs }),
        ),
      )
      expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
      const refused = answers.filter(({ status }) => status !== 200)
      expect(refused.map(({ problem }) => problem.code)).toEqual(refused.map(() => "INSTALL_TOKEN_REDEEMED"))
      const audit = await auditOf(intent.installIntentId)
      expect(audit.filter(({ action }) => action === "install.redeemed")).toHaveLength(1)
    })

    it("of 64 identical requests at once one redeems and 63 hear the same answer", async () => {
      const { installToken, intent } = await issue()
      const request = { token: installToken, redemptionId: randomUUID(), subject: bobs }
      const answers = await Promise.all(Array.from({ length: 64 }, () => whs.redeem(request)))
      expect(new Set(answers.map(({ body }) => JSON.stringify(body.redemption))).size).toBe(1)
      expect(answers.filter(({ body }) => !body.replayed)).toHaveLength(1)
      const audit = await auditOf(intent.installIntentId)
      expect(audit.filter(({ action }) => action === "install.redeemed")).toHaveLength(1)
    })

    it("refuses a spent token to another redemptionId", async () => {
      const { installToken } = await issue()
      await whs.redeem({ token: installToken, redemptionId: randomUUID(), subject: bobs })
      const second = await whs.redeem({ token: installToken, redemptionId: randomUUID(), subject: bobs })
      expectRefusal(second, 409, "INSTALL_TOKEN_REDEEMED")
    })

    it("refuses a redemptionId that was used for another token, and leaves that token alive", async () => {
      const [one, two] = [await issue(), await issue()]
      const redemptionId = randomUUID()
      await whs.redeem({ token: one.installToken, redemptionId, subject: bobs })
      const reused = await whs.redeem({ token: two.installToken, redemptionId, subject: bobs })
      expectRefusal(reused, 422, "REDEMPTION_ID_REUSED")
      expect((await whs.redeem({ token: two.installToken, redemptionId: randomUUID(), subject: bobs })).status).toBe(
        200,
      )
    })
  })

  describe("T-TOKEN-2 · ends with its time", () => {
    it("redeems in the last millisecond and refuses in the next", async () => {
      const [early, late] = [await issue(), await issue()]
      registry.clock.advance(minutes(15) - 1)
      expect((await whs.redeem({ token: early.installToken, redemptionId: randomUUID(), subject: bobs })).status).toBe(
        200,
      )
      registry.clock.advance(1)
      const refused = await whs.redeem({ token: late.installToken, redemptionId: randomUUID(), subject: bobs })
      expectRefusal(refused, 410, "INSTALL_TOKEN_EXPIRED")
    })

    it("is told so wherever in its redemption the time runs out", async () => {
      for (let looks = 0; looks < 12; looks++) {
        const { installToken } = await issue()
        registry.clock.advance(minutes(15) - looks)
        const clock = vi.spyOn(registry.context, "nowMs").mockImplementation(() => {
          registry.clock.advance(1)
          return registry.clock.nowMs()
        })
        const { status, problem } = await whs.redeem({ token: installToken, redemptionId: randomUUID(), subject: bobs })
        clock.mockRestore()
        expect(status === 200 ? "redeemed" : problem.code, `${looks} looks at the clock`).toMatch(
          /^(redeemed|INSTALL_TOKEN_EXPIRED)$/,
        )
      }
    })
  })

  describe("T-HANDOFF-10 · refuses", () => {
    it("another target exactly as it refuses a token that does not exist, and burns nothing", async () => {
      const { installToken } = await issue()
      const staging = await registry.target("whs-staging")
      const request = { token: installToken, redemptionId: randomUUID(), subject: bobs }
      const foreign = await staging.redeem(request)
      const unknown = await staging.redeem({ ...request, token: registry.context.secrets.random("installToken") })
      expectRefusal(foreign, 404, "INSTALL_TOKEN_INVALID")
      expectSameAnswer(foreign, unknown)
      expect((await whs.redeem(request)).status).toBe(200)
    })

    it("somebody else signed in at the target, and after five times cancels the install", async () => {
      const { installToken, intent } = await issue()
      const asEve = () =>
        whs.redeem({ token: installToken, redemptionId: randomUUID(), subject: { iss: issuer, sub: "eve" } })
      for (let attempt = 1; attempt <= 5; attempt++) expectRefusal(await asEve(), 403, "BUYER_MISMATCH")
      const request = { token: installToken, redemptionId: randomUUID(), subject: bobs }
      expectRefusal(await whs.redeem(request), 410, "INSTALL_INTENT_CANCELED")
      const path = `/v1/install-intents/${intent.installIntentId}`
      expect((await bob.get(path)).body).toMatchObject({ status: "canceled", cancelReason: "too_many_attempts" })
      const actions = (await auditOf(intent.installIntentId)).map(({ action }) => action)
      expect(actions.filter((action) => action === "install.buyer_mismatch")).toHaveLength(5)
      expect(actions.at(-1)).toBe("install.canceled")
    })

    it("an Idempotency-Key, for the redemptionId is the only one there is", async () => {
      const { installToken } = await issue()
      const request = { token: installToken, redemptionId: randomUUID(), subject: bobs }
      const headers = { "idempotency-key": randomUUID() }
      const refused = await whs.request("POST", "/v1/install-intents/redeem", request, { headers })
      expectRefusal(refused, 400, "INVALID_REQUEST")
      expect((await whs.redeem(request)).status).toBe(200)
    })

    it("what a locked publisher has published, even where a token of it is still about", async () => {
      await alice.claim("locked-co")
      await alice.shelve("locked-co/thing")
      const { installToken } = await issue("locked-co/thing")
      const lock = (atMs: string) =>
        registry.rawSql(`UPDATE publishers SET locked_at_ms = ${atMs} WHERE handle = 'locked-co'`)
      await lock("1")
      const request = { token: installToken, redemptionId: randomUUID(), subject: bobs }
      expectRefusal(await whs.redeem(request), 403, "PUBLISHER_LOCKED")
      const peek = { token: installToken, subject: bobs }
      expect((await whs.request("POST", "/v1/install-intents/introspect", peek)).body).toEqual({ active: false })
      await lock("null")
      expect((await whs.redeem(request)).status).toBe(200)
    })

    it("a replay for another subject than the one it was redeemed for", async () => {
      const { installToken } = await issue()
      const request = { token: installToken, redemptionId: randomUUID(), subject: bobs }
      await whs.redeem(request)
      const asEve = await whs.redeem({ ...request, subject: { iss: issuer, sub: "eve" } })
      expectRefusal(asEve, 409, "INSTALL_TOKEN_REDEEMED")
    })

    it("a release revoked and a listing withdrawn since the token was issued, without burning the token", async () => {
      await alice.shelve("acme/pulled")
      const { installToken } = await issue("acme/pulled")
      const request = { token: installToken, redemptionId: randomUUID(), subject: bobs }
      await alice.setStatus("acme/pulled", "draft")
      expectRefusal(await whs.redeem(request), 422, "RELEASE_NOT_INSTALLABLE")
      await alice.setStatus("acme/pulled", "published")
      expect((await whs.redeem(request)).status).toBe(200)
    })

    it.each(["", "fpit_", "nonsense", "x".repeat(10_000), "fpit_0000000000000000000000000000000000000O"])(
      "%j, which is no install token, before anything is looked up",
      async (token) => {
        const answer = await whs.redeem({ token, redemptionId: randomUUID(), subject: bobs })
        expect(["INSTALL_TOKEN_MALFORMED", "VALIDATION_FAILED"]).toContain(answer.problem.code)
        expect(JSON.stringify(answer.body)).not.toContain("nonsense")
      },
    )

    it("a personal token or a target secret in place of an install token", async () => {
      for (const kind of ["personalToken", "targetSecret"] as const) {
        const token = registry.context.secrets.random(kind)
        const answer = await whs.redeem({ token, redemptionId: randomUUID(), subject: bobs })
        expectRefusal(answer, 400, "INSTALL_TOKEN_MALFORMED")
      }
    })

    it("callers who are no target and revoked secrets alike, and tells a disabled target that it is", async () => {
      const { installToken } = await issue()
      const request = { token: installToken, redemptionId: randomUUID(), subject: bobs }
      const [disabled, revoked] = [await registry.target("off"), await registry.target("lapsed")]
      await registry.rawSql("UPDATE targets SET disabled_at_ms = 1 WHERE name = 'off'")
      await registry.rawSql(
        "UPDATE target_credentials SET revoked_at_ms = 1 WHERE target_id = (SELECT target_id FROM targets WHERE name = 'lapsed')",
      )
      const noTarget = await bob.redeem(request)
      expectRefusal(noTarget, 401, "UNAUTHENTICATED")
      expectSameAnswer(await revoked.redeem(request), noTarget)
      expectRefusal(await disabled.redeem(request), 403, "TARGET_DISABLED")
    })
  })
})
