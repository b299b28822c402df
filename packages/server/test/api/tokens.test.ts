import { isPersonalTokenScope, limits, scopes, type IssuedToken, type PersonalToken } from "@fleetprompt/sdk/contracts"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { expectRefusal, expectSameAnswer } from "../support/answers.ts"
import { Caller, type RequestExtras } from "../support/caller.ts"
import { days } from "../support/clock.ts"
import { engines } from "../support/engines.ts"
import { openRegistry, type TestRegistry } from "../support/registry.ts"

const wanted = { name: "ci", scopes: ["listing:read", "listing:write", "release:publish"], expiresInDays: 30 }

describe.each(engines)("T-PAT-1 · personal tokens on $name", (engine) => {
  let registry: TestRegistry
  let alice: Caller
  beforeAll(async () => {
    registry = await openRegistry(engine)
    alice = await registry.as("alice")
    await alice.shelve("acme/triage")
    await alice.createListing({ slug: "acme/other" })
  })
  afterAll(() => registry.close())

  const issue = (caller: Caller, body: object = {}, extras?: RequestExtras) =>
    caller.post<IssuedToken>("/v1/tokens", { ...wanted, ...body }, extras)
  const holder = ({ body }: { body: IssuedToken }) => new Caller(registry.app, body.secret)
  const auditOf = (tokenId: string) => registry.context.store.transaction((tx) => tx.audit.list(tokenId))

  it("are issued with their secret this once, and audited", async () => {
    const issued = await issue(alice)
    const { token, secret } = issued.body
    expect(issued.status).toBe(201)
    expect(token).toEqual({
      tokenId: token.tokenId,
      name: "ci",
      scopes: wanted.scopes,
      listingIds: null,
      createdAtMs: registry.clock.nowMs(),
      expiresAtMs: registry.clock.nowMs() + days(30),
      revokedAtMs: null,
      lastUsedAtMs: null,
    })
    const me = await holder(issued).get<{ credential: object }>("/v1/whoami")
    expect(me.body.credential).toMatchObject({ kind: "personal_token", tokenId: token.tokenId, scopes: wanted.scopes })
    expect(await auditOf(token.tokenId)).toMatchObject([{ action: "token.created" }])
    const stored = [
      await registry.rawSql("SELECT * FROM personal_tokens"),
      await registry.rawSql("SELECT * FROM idempotency_keys"),
    ]
    expect(JSON.stringify(stored)).not.toContain(secret)
  })

  it("are issued once for a key, with the same secret for whoever repeats the request", async () => {
    const key = "issue-once-for-this-key"
    const [first, second] = [await issue(alice, {}, { key }), await issue(alice, {}, { key })]
    expect(second.body).toEqual(first.body)
    expect(second.headers.get("idempotency-replayed")).toBe("true")
    const bob = await issue(await registry.as("bob"), {}, { key })
    expect(bob.status).toBe(201)
    expect(bob.body.secret).not.toBe(first.body.secret)
    expectRefusal(await issue(alice, { name: "another" }, { key }), 422, "IDEMPOTENCY_KEY_REUSED")
  })

  it("are not issued to a personal token, not even to one with every scope it can have", async () => {
    const strongest = holder(await issue(alice, { scopes: scopes.filter(isPersonalTokenScope) }))
    expectRefusal(await issue(strongest), 403, "INSUFFICIENT_SCOPE")
    expectRefusal(await strongest.get("/v1/tokens"), 403, "INSUFFICIENT_SCOPE")
    expectRefusal(await issue(alice, { scopes: ["token:manage"] }), 422, "VALIDATION_FAILED")
  })

  it("never allow more than the credential they were asked with", async () => {
    const limited = await registry.as("alice", ["token:manage", "listing:read"])
    const refused = await issue(limited)
    expectRefusal(refused, 403, "INSUFFICIENT_SCOPE")
    expect(refused.problem.detail).toContain("listing:write")
    expect((await issue(limited, { scopes: ["listing:read"] })).status).toBe(201)
  })

  it.each<[string, object]>([
    ["without an end", { expiresInDays: undefined }],
    ["for no day", { expiresInDays: 0 }],
    ["for more than a year", { expiresInDays: 367 }],
    ["for half a day", { expiresInDays: 0.5 }],
    ["without a scope", { scopes: [] }],
    ["with a scope that is none", { scopes: ["root"] }],
    ["with a scope twice", { scopes: ["listing:read", "listing:read"] }],
    ["without a name", { name: " " }],
    ["for no listing at all", { listings: [] }],
    ["for somebody else", { userId: "usr_0000000000000000000000" }],
  ])("are not issued %s", async (_what, body) => {
    expectRefusal(await issue(alice, body), 422, "VALIDATION_FAILED")
  })

  it("limited to listings change those and no others", async () => {
    const limited = holder(await issue(alice, { listings: ["acme/triage"] }))
    const etag = (await limited.get("/v1/listings/acme/triage")).headers.get("etag") ?? ""
    expect((await limited.updateListing("acme/triage", etag, { name: "By a machine" })).status).toBe(200)
    expect((await limited.publish("acme/triage", { version: "1.1.0" })).status).toBe(201)
    const other = (await alice.get("/v1/listings/acme/other")).headers.get("etag") ?? ""
    for (const attempt of [
      await limited.updateListing("acme/other", other, { name: "By a machine" }),
      await limited.publish("acme/other", { version: "1.0.0" }),
      await limited.setStatus("acme/other", "unlisted"),
      await limited.createListing({ slug: "acme/third" }),
    ]) {
      expectRefusal(attempt, 403, "LISTING_NOT_ALLOWED")
    }
  })

  it("limited to a listing are worth nothing there without membership", async () => {
    const carol = await registry.as("carol")
    await carol.shelve("carol-co/own")
    const limited = holder(await issue(carol, { listings: ["carol-co/own"] }))
    await registry.rawSql(
      "DELETE FROM publisher_members WHERE user_id = (SELECT user_id FROM users WHERE sub = 'carol')",
    )
    expectRefusal(await limited.publish("carol-co/own", { version: "2.0.0" }), 404, "NOT_FOUND")
  })

  it("cannot be limited to a listing that is not there or not theirs, which are one answer", async () => {
    const mallory = await registry.as("mallory")
    const missing = await issue(mallory, { listings: ["acme/no-such"] })
    expectRefusal(missing, 404, "NOT_FOUND")
    expectSameAnswer(await issue(mallory, { listings: ["acme/triage"] }), missing)
  })

  it("are listed for their owner alone, newest first, in pages, and without a secret", async () => {
    const dora = await registry.as("dora")
    const issued = []
    for (const name of ["one", "two", "three"]) {
      registry.clock.advance(1)
      issued.push((await issue(dora, { name })).body)
    }
    const first = await dora.get<{ data: PersonalToken[]; page: { nextCursor: string } }>("/v1/tokens?limit=2")
    expect(first.body.data.map(({ name }) => name)).toEqual(["three", "two"])
    const rest = await dora.get<{ data: PersonalToken[] }>(`/v1/tokens?limit=2&cursor=${first.body.page.nextCursor}`)
    expect(rest.body.data.map(({ name }) => name)).toEqual(["one", "test"])
    for (const { secret } of issued) expect(JSON.stringify([first.body, rest.body])).not.toContain(secret)
    expect(JSON.stringify(first.body)).not.toMatch(/[0-9a-f]{64}/)
    expectRefusal(await alice.get(`/v1/tokens?limit=2&cursor=${first.body.page.nextCursor}`), 400, "CURSOR_INVALID")
  })

  it("are dead as soon as their owner revokes them, and revoking again changes nothing", async () => {
    const issued = await issue(alice)
    const path = `/v1/tokens/${issued.body.token.tokenId}`
    const revoked = await alice.request<PersonalToken>("DELETE", path)
    expect(revoked.status).toBe(200)
    expect(revoked.body.revokedAtMs).toBe(registry.clock.nowMs())
    expectRefusal(await holder(issued).get("/v1/whoami"), 401, "TOKEN_REVOKED")
    registry.clock.advance(5)
    expect((await alice.request("DELETE", path)).body).toEqual(revoked.body)
    const actions = (await auditOf(issued.body.token.tokenId)).map(({ action, details }) => [action, details["reason"]])
    expect(actions).toEqual([
      ["token.created", undefined],
      ["token.revoked", "owner"],
    ])
  })

  it("of somebody else cannot be revoked, and look as if they did not exist", async () => {
    const issued = await issue(alice)
    const mallory = await registry.as("mallory")
    const missing = await mallory.request("DELETE", "/v1/tokens/tok_0000000000000000000000")
    expectRefusal(missing, 404, "NOT_FOUND")
    expectSameAnswer(await mallory.request("DELETE", `/v1/tokens/${issued.body.token.tokenId}`), missing)
    expect((await holder(issued).get("/v1/whoami")).status).toBe(200)
  })

  it("found in the open are ended by their value, by anybody, with one answer for every value", async () => {
    const issued = await issue(alice)
    const { secret, token } = issued.body
    const unknown = registry.context.secrets.random("personalToken")
    const report = (value: string) => registry.anonymous.request("POST", "/v1/tokens/report-leak", { token: value })
    const answers = []
    for (const value of [unknown, secret, secret, "nonsense", "\u0000", `${secret}x`]) answers.push(await report(value))
    expect(answers[0]).toMatchObject({ status: 202, body: { result: "accepted" } })
    for (const answer of answers) expectSameAnswer(answer, answers[0] ?? answer)
    expectRefusal(await holder(issued).get("/v1/whoami"), 401, "TOKEN_REVOKED")
    expect(await auditOf(token.tokenId)).toMatchObject([
      { action: "token.created" },
      { action: "token.revoked", actor: { kind: "system" }, details: { reason: "leaked" } },
    ])
  })

  it("are no more at a time than a person may have, even when asked for all at once", async () => {
    const erin = await registry.as("erin")
    await registry.as("erin")
    for (let count = 0; count < limits.tokensPerUserMax - 5; count++) await issue(erin)
    const rest = await Promise.all(Array.from({ length: 8 }, () => issue(erin)))
    expect(rest.filter(({ status }) => status === 201)).toHaveLength(3)
    for (const answer of rest.filter(({ status }) => status !== 201)) {
      expectRefusal(answer, 422, "TOKEN_LIMIT_REACHED")
    }
    await erin.request("DELETE", `/v1/tokens/${rest.find(({ status }) => status === 201)?.body.token.tokenId}`)
    expect((await issue(erin)).status).toBe(201)
  })

  it("show the hour of their last use, which no request waits for", async () => {
    const frank = await registry.as("frank")
    const issued = await issue(frank)
    const { tokenId } = issued.body.token
    const lastUse = async () => {
      const { body } = await frank.get<{ data: PersonalToken[] }>("/v1/tokens")
      return body.data.find((token) => token.tokenId === tokenId)?.lastUsedAtMs
    }
    registry.clock.advance(3_599_999 - (registry.clock.nowMs() % 3_600_000))
    const startOfHour = registry.clock.nowMs() - 3_599_999
    for (let count = 0; count < 3; count++) await holder(issued).get("/v1/whoami")
    expect(await lastUse()).toBeNull()
    await registry.context.tokenUses.flush(registry.context)
    expect(await lastUse()).toBe(startOfHour)
    registry.clock.advance(1)
    await holder(issued).get("/v1/whoami")
    await registry.context.tokenUses.flush(registry.context)
    expect(await lastUse()).toBe(startOfHour + 3_600_000)
  })

  it("keep the hour of a use that could not be written for the next time", async () => {
    const issued = await issue(await registry.as("grace"))
    await holder(issued).get("/v1/whoami")
    const broken = { ...registry.context.store, transaction: () => Promise.reject(new Error("disk full")) }
    await expect(registry.context.tokenUses.flush({ store: broken })).rejects.toThrow("disk full")
    await registry.context.tokenUses.flush(registry.context)
    const found = await registry.context.store.read.tokens.find(issued.body.token.tokenId)
    expect(found?.lastUsedAtMs).not.toBeNull()
  })
})
