import { randomUUID } from "node:crypto"
import { limits } from "@fleetprompt/sdk/contracts"
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest"
import { expireInstalls } from "../../src/domain/installs/expire.ts"
import { expectRefusal, expectSameAnswer } from "../support/answers.ts"
import type { Caller } from "../support/caller.ts"
import { days, minutes } from "../support/clock.ts"
import { engines } from "../support/engines.ts"
import { issuer, openRegistry, type TestRegistry } from "../support/registry.ts"

const bobs = { iss: issuer, sub: "bob" }

describe.each(engines)("an install intent and its tokens on $name", (engine) => {
  let registry: TestRegistry
  let bob: Caller
  let whs: Caller
  beforeAll(async () => {
    registry = await openRegistry(engine)
    whs = await registry.target("whs")
    await (await registry.as("alice")).shelve("acme/triage")
    bob = await registry.as("bob")
  })
  afterAll(() => registry.close())

  const start = async (fields: { issueToken?: boolean; ttlMs?: number } = {}) =>
    (await bob.install({ listing: "acme/triage", ...fields })).body
  const redeem = (token: string) => whs.redeem({ token, redemptionId: randomUUID(), subject: bobs })
  const auditOf = async (id: string) =>
    (await registry.context.store.transaction((tx) => tx.audit.list(id))).map(({ action }) => action)

  describe("T-HANDOFF-1 · have one token at a time", () => {
    it("none at first where none was asked for, and then the one that was issued", async () => {
      const { intent, installToken, link } = await start({ issueToken: false })
      expect({ installToken, link }).toEqual({ installToken: null, link: null })
      expect(intent).toMatchObject({ status: "created", tokenIssues: 0 })
      expect(intent.expiresAtMs).toBe(registry.clock.nowMs() + limits.installIntentTtlMs)
      const issued = await bob.issueToken(intent.installIntentId)
      expect(issued.status).toBe(201)
      expect(issued.body.intent).toMatchObject({ status: "token_issued", tokenIssues: 1 })
      expect(issued.body.link).toContain(issued.body.installToken)
      expect((await redeem(issued.body.installToken)).status).toBe(200)
      const actions = ["install.created", "install.token_issued", "install.redeemed"]
      expect(await auditOf(intent.installIntentId)).toEqual(actions)
    })

    it("of which the one before is dead in the moment another is issued", async () => {
      const { intent, installToken } = await start()
      const { body } = await bob.issueToken(intent.installIntentId)
      expect(body.installToken).not.toBe(installToken)
      expectRefusal(await redeem(installToken), 404, "INSTALL_TOKEN_INVALID")
      const peek = { token: installToken, subject: bobs }
      expect((await whs.request("POST", "/v1/install-intents/introspect", peek)).body).toEqual({ active: false })
      expect((await redeem(body.installToken)).status).toBe(200)
      expectRefusal(await redeem(installToken), 404, "INSTALL_TOKEN_INVALID")
    })

    it("however many ask at once, five in all", async () => {
      const { intent } = await start()
      const answers = await Promise.all(Array.from({ length: 10 }, () => bob.issueToken(intent.installIntentId)))
      const issued = answers.filter(({ status }) => status === 201)
      expect(new Set(issued.map(({ body }) => body.intent.tokenIssues))).toEqual(new Set([2, 3, 4, 5]))
      expect(issued).toHaveLength(4)
      for (const answer of answers.filter(({ status }) => status !== 201)) {
        expectRefusal(answer, 422, "TOKEN_ISSUE_LIMIT_REACHED")
      }
      for (const { body } of issued) {
        const isLast = body.intent.tokenIssues === limits.installTokenIssuesMax
        expect((await redeem(body.installToken)).status).toBe(isLast ? 200 : 404)
      }
    })

    it("so that of an issue and a redemption of the token before one happens", async () => {
      for (let round = 0; round < 10; round++) {
        const { intent, installToken } = await start()
        const [issued, redeemed] = await Promise.all([bob.issueToken(intent.installIntentId), redeem(installToken)])
        expect([issued.status, redeemed.status]).toEqual(redeemed.status === 200 ? [409, 200] : [201, 404])
      }
    })

    it("and a repeated request has the token it had first", async () => {
      const { intent } = await start()
      const key = randomUUID()
      const first = await bob.issueToken(intent.installIntentId, {}, { key })
      const again = await bob.issueToken(intent.installIntentId, {}, { key })
      expect(again.headers.get("idempotency-replayed")).toBe("true")
      expect(again.body).toEqual(first.body)
      expect((await bob.getInstall(intent.installIntentId)).body.tokenIssues).toBe(2)
    })

    it("for as long as is asked, the target allows and a day from the start leaves", async () => {
      const { intent } = await start({ issueToken: false })
      const id = intent.installIntentId
      const asked = await bob.issueToken(id, { ttlMs: minutes(2) })
      expect(asked.body.intent.expiresAtMs).toBe(registry.clock.nowMs() + minutes(2))
      await registry.rawSql("UPDATE targets SET token_ttl_ms_max = 60000 WHERE name = 'whs'")
      expect((await bob.issueToken(id)).body.intent.expiresAtMs).toBe(registry.clock.nowMs() + minutes(1))
      await registry.rawSql("UPDATE targets SET token_ttl_ms_max = 3600000 WHERE name = 'whs'")
      const late = (await start({ issueToken: false })).intent
      registry.clock.advance(days(1) - minutes(1))
      const { body } = await bob.issueToken(late.installIntentId)
      expect(body.intent.expiresAtMs).toBe(late.createdAtMs + limits.installIntentTtlMs)
    })
  })

  describe("T-HANDOFF-2 · are their buyer's and nobody else's", () => {
    it("to read, to issue, to cancel and to list: for all others they are not there", async () => {
      const { intent } = await start()
      const eve = await registry.as("eve")
      const nowhere = "ins_0000000000000000000000"
      const ask = [
        (id: string) => eve.getInstall(id),
        (id: string) => eve.get(`/v1/install-intents/${id}?waitMs=25000`, { headers: { "if-none-match": "*" } }),
        (id: string) => eve.issueToken(id),
        (id: string) => eve.cancel(id),
      ]
      for (const question of ask) {
        const answer = await question(intent.installIntentId)
        expectRefusal(answer, 404, "NOT_FOUND")
        expectSameAnswer(answer, await question(nowhere))
      }
      expect((await eve.get("/v1/install-intents")).body).toEqual({ data: [], page: { nextCursor: null } })
      expect((await bob.getInstall(intent.installIntentId)).body.status).toBe("token_issued")
    })
  })

  describe("T-HANDOFF-3 · end when they are canceled", () => {
    it("by their buyer, once, with or without a token, and the token with them", async () => {
      const { intent, installToken } = await start()
      const canceled = await bob.cancel(intent.installIntentId)
      expect(canceled.body).toMatchObject({ status: "canceled", cancelReason: "buyer" })
      expectRefusal(await redeem(installToken), 410, "INSTALL_INTENT_CANCELED")
      expect((await bob.cancel(intent.installIntentId)).body).toEqual(canceled.body)
      expectRefusal(await bob.issueToken(intent.installIntentId), 410, "INSTALL_INTENT_CANCELED")
      expect(await auditOf(intent.installIntentId)).toEqual(["install.token_issued", "install.canceled"])
      const bare = (await start({ issueToken: false })).intent.installIntentId
      expect((await bob.cancel(bare)).body.status).toBe("canceled")
    })

    it("but not once they were handed over, or have expired", async () => {
      const { intent, installToken } = await start()
      await redeem(installToken)
      expectRefusal(await bob.cancel(intent.installIntentId), 409, "INSTALL_TOKEN_REDEEMED")
      expectRefusal(await bob.issueToken(intent.installIntentId), 409, "INSTALL_TOKEN_REDEEMED")
      const expired = (await start()).intent.installIntentId
      registry.clock.advance(minutes(15))
      expectRefusal(await bob.cancel(expired), 409, "INVALID_STATE_TRANSITION")
    })

    it("and of a cancel and a redemption at the same time one happens", async () => {
      for (let round = 0; round < 10; round++) {
        const { intent, installToken } = await start()
        const [canceled, redeemed] = await Promise.all([bob.cancel(intent.installIntentId), redeem(installToken)])
        expect([canceled.status, redeemed.status].filter((each) => each === 200)).toHaveLength(1)
        const { status } = (await bob.getInstall(intent.installIntentId)).body
        expect(status).toBe(canceled.status === 200 ? "canceled" : "redeemed")
      }
    })
  })

  describe("T-HANDOFF-4 · end with their time", () => {
    it("and are shown as of the moment they were read, however long the reply takes", async () => {
      const { intent, installToken } = await start()
      const reads = registry.context.store.read.installs
      const late = () => registry.clock.advance(minutes(15))
      const [find, findByTokenHash] = [reads.find.bind(reads), reads.findByTokenHash.bind(reads)]
      vi.spyOn(reads, "find").mockImplementation((id) => find(id).finally(late))
      vi.spyOn(reads, "findByTokenHash").mockImplementation((hash) => findByTokenHash(hash).finally(late))
      const path = `/v1/install-intents/${intent.installIntentId}`
      expect((await bob.get(path)).body).toMatchObject({ status: "token_issued" })
      expect((await bob.get(path)).body).toMatchObject({ status: "expired" })
      const other = (await start()).installToken
      const peek = (token: string) => whs.request("POST", "/v1/install-intents/introspect", { token, subject: bobs })
      expect((await peek(other)).body).toMatchObject({ active: true })
      expect((await peek(installToken)).body).toEqual({ active: false })
    })

    it("a day after they began where no token was issued, to the millisecond", async () => {
      const id = (await start({ issueToken: false })).intent.installIntentId
      registry.clock.advance(days(1) - 1)
      expect((await bob.getInstall(id)).body.status).toBe("created")
      registry.clock.advance(1)
      expect((await bob.getInstall(id)).body.status).toBe("expired")
      expectRefusal(await bob.issueToken(id), 409, "INVALID_STATE_TRANSITION")
    })

    it("with their token, and no other can be had then", async () => {
      const { intent, installToken } = await start()
      registry.clock.advance(minutes(15) - 1)
      expect((await bob.issueToken(intent.installIntentId)).status).toBe(201)
      const other = await start()
      registry.clock.advance(minutes(15))
      expectRefusal(await bob.issueToken(other.intent.installIntentId), 410, "INSTALL_TOKEN_EXPIRED")
      expectRefusal(await redeem(other.installToken), 410, "INSTALL_TOKEN_EXPIRED")
      expectRefusal(await redeem(installToken), 404, "INSTALL_TOKEN_INVALID")
    })

    it("which the sweeper writes down for all of them, each once, with its entry in the audit log", async () => {
      await expireInstalls(registry.context)
      const many = await Promise.all(Array.from({ length: 205 }, () => start()))
      const kept = (await start({ issueToken: false })).intent.installIntentId
      registry.clock.advance(minutes(15) - 1)
      expect(await expireInstalls(registry.context)).toBe(0)
      registry.clock.advance(1)
      const counts = await Promise.all([expireInstalls(registry.context), expireInstalls(registry.context)])
      expect(counts[0] + counts[1]).toBe(many.length)
      expect(await expireInstalls(registry.context)).toBe(0)
      const rows = await registry.rawSql("SELECT install_intent_id FROM install_intents WHERE status = 'expired'")
      const expired = new Set(rows.map((row) => (row as { install_intent_id: string }).install_intent_id))
      for (const { intent } of many) expect(expired).toContain(intent.installIntentId)
      expect(expired).not.toContain(kept)
      const audited = await registry.context.store.transaction((tx) =>
        tx.audit.list(many[0]?.intent.installIntentId ?? "", "install.expired"),
      )
      expect(audited).toMatchObject([{ actor: { kind: "system", id: "sweep" } }])
    })
  })
})
