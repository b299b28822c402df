import { scopes } from "@fleetprompt/sdk/contracts"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { routesOf } from "../../src/app.ts"
import { expectRefusal } from "../support/answers.ts"
import { Caller } from "../support/caller.ts"
import { days } from "../support/clock.ts"
import { engines } from "../support/engines.ts"
import { openRegistry, type TestRegistry } from "../support/registry.ts"
import { sessionCookie } from "../support/web-session.ts"

describe.each(engines)("T-ACCESS-1 · each route admits whom it declares, on $name", (engine) => {
  let registry: TestRegistry
  beforeAll(async () => {
    registry = await openRegistry(engine)
  })
  afterAll(() => registry.close())

  const guarded = () =>
    routesOf(registry.context).filter(({ kind, access }) => kind === "api" && access.kind !== "anyone")
  const addressOf = (path: string) => path.replaceAll(/:[a-zA-Z]+/g, "x".repeat(3))

  it("serves no route that is not in the map", () => {
    const served = registry.app.routes
      .filter(({ method }) => method !== "ALL")
      .map(({ method, path }) => `${method} ${path}`)
    const declared = routesOf(registry.context).map(({ method, path }) => `${method} ${path}`)
    expect(served.toSorted()).toEqual(declared.toSorted())
    expect(new Set(declared).size).toBe(declared.length)
  })

  it("refuses everybody without a credential, before it looks at the request", async () => {
    for (const { method, path } of guarded()) {
      expectRefusal(await registry.anonymous.request(method, addressOf(path)), 401, "UNAUTHENTICATED")
    }
  })

  it("refuses the wrong kind of credential, a garbled one and one it never issued", async () => {
    const person = await registry.as("alice")
    const whs = await registry.target("whs")
    const { secrets } = registry.context
    for (const { method, path, access } of guarded()) {
      const wrongKind = access.kind === "target" ? person.credential : whs.credential
      const kind = access.kind === "target" ? "targetSecret" : "personalToken"
      for (const credential of [wrongKind, secrets.random(kind), secrets.random("installToken"), "not-a-token"]) {
        const answer = await new Caller(registry.app, credential).request(method, addressOf(path))
        expectRefusal(answer, 401, "UNAUTHENTICATED")
        expect(JSON.stringify(answer.body)).not.toContain(credential)
      }
    }
  })

  it("lets nobody see a page for the signed-in by another credential than a browser's session", async () => {
    const { secrets } = registry.context
    const alice = await registry.as("alice")
    const userId = await alice.userId()
    const sent: Record<string, string>[] = [
      {},
      { authorization: `Bearer ${alice.credential}` },
      { cookie: `__Host-fp_session=${alice.credential}` },
      { cookie: `__Host-fp_session=${secrets.random("webSession")}` },
      { cookie: `fp_session=${(await sessionCookie(registry.context, userId)).split("=")[1]}` },
    ]
    for (const { method, path, access } of routesOf(registry.context)) {
      if (access.kind !== "signedIn") continue
      for (const headers of sent) {
        const init = { method, headers: { "sec-fetch-site": "same-origin", ...headers } }
        expect((await registry.app.request(addressOf(path), init)).status, `${method} ${path}`).toBe(401)
      }
    }
  })

  it("refuses a token that has every scope but the one the route asks for, and names it", async () => {
    for (const { method, path, access } of guarded()) {
      if (access.kind !== "user" || access.scope === null) continue
      const limited = await registry.as(
        "alice",
        scopes.filter((scope) => scope !== access.scope),
      )
      const answer = await limited.request(method, addressOf(path))
      expectRefusal(answer, 403, "INSUFFICIENT_SCOPE")
      expect(answer.problem.detail).toContain(access.scope)
    }
  })

  it("refuses a token from the millisecond it expires, a revoked one, and every token of a locked account", async () => {
    const [expiring, revoked, locked] = [
      await registry.as("u-exp"),
      await registry.as("u-rev"),
      await registry.as("u-lock"),
    ]
    await registry.rawSql(
      "UPDATE personal_tokens SET revoked_at_ms = 1 WHERE user_id = (SELECT user_id FROM users WHERE sub = 'u-rev')",
    )
    await registry.rawSql("UPDATE users SET locked_at_ms = 1 WHERE sub = 'u-lock'")
    expectRefusal(await revoked.get("/v1/whoami"), 401, "TOKEN_REVOKED")
    expectRefusal(await locked.get("/v1/whoami"), 403, "ACCOUNT_LOCKED")
    expectRefusal(await locked.get("/v1/listings"), 403, "ACCOUNT_LOCKED")
    registry.clock.advance(days(90) - 1)
    expect((await expiring.get("/v1/whoami")).status).toBe(200)
    registry.clock.advance(1)
    expectRefusal(await expiring.get("/v1/whoami"), 401, "TOKEN_EXPIRED")
  })
})
