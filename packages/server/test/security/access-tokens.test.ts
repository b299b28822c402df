import { scopes } from "@fleetprompt/sdk/contracts"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { expectRefusal } from "../support/answers.ts"
import { Caller } from "../support/caller.ts"
import { minutes } from "../support/clock.ts"
import { engines } from "../support/engines.ts"
import { type Opened, openWithProvider } from "../support/trusting-registry.ts"

describe.each(engines)("T-OIDC-1 · a person with an access token of the identity provider, on $name", (engine) => {
  let opened: Opened
  beforeAll(async () => {
    opened = await openWithProvider(engine)
  })
  afterAll(() => opened.close())

  it("is who the provider says, with every scope, until the token ends", async () => {
    const { body, status } = await opened.whoami(await opened.token())
    expect(status).toBe(200)
    expect(body).toMatchObject({ iss: opened.provider.issuer, sub: "alice", publishers: [] })
    const expiresAtMs = opened.registry.clock.nowMs() + minutes(5)
    expect(body.credential).toEqual({
      kind: "access_token",
      tokenId: null,
      name: null,
      scopes: [...scopes],
      expiresAtMs,
    })
  })

  it("becomes known once, however many requests come first, and that is audited", async () => {
    const token = await opened.token({ claims: { sub: "newcomer" } })
    const answers = await Promise.all(Array.from({ length: 20 }, () => opened.whoami(token)))
    const [userId, ...others] = new Set(answers.map(({ body }) => body.userId))
    expect(others).toEqual([])
    const entries = await opened.registry.context.store.transaction((tx) => tx.audit.list(userId ?? ""))
    expect(entries).toMatchObject([{ action: "user.created", actor: { kind: "user", id: userId } }])
  })

  it("is another person at another subject, also one that differs in case alone", async () => {
    const ids = []
    for (const sub of ["bob", "Bob", " bob", "b\u00f6b"]) {
      ids.push((await opened.whoami(await opened.token({ claims: { sub } }))).body.userId)
    }
    expect(new Set(ids).size).toBe(4)
  })

  it("can claim a publisher and shelve a listing", async () => {
    const alice = new Caller(opened.registry.app, await opened.token())
    await alice.shelve("acme/triage")
    expect((await opened.registry.anonymous.get("/v1/listings/acme/triage")).status).toBe(200)
  })

  it("is locked out with their account, whatever they show", async () => {
    const token = await opened.token({ claims: { sub: "locked" } })
    const caller = new Caller(opened.registry.app, token)
    const issued = await caller.post<{ secret: string }>("/v1/tokens", {
      name: "ci",
      scopes: ["listing:read"],
      expiresInDays: 1,
    })
    await opened.registry.rawSql("UPDATE users SET locked_at_ms = 1 WHERE sub = 'locked'")
    expectRefusal(await opened.whoami(token), 403, "ACCOUNT_LOCKED")
    expectRefusal(await opened.whoami(issued.body.secret), 403, "ACCOUNT_LOCKED")
  })
})
