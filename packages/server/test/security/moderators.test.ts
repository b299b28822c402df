import { type ModerationRole, moderationRoles, scopes } from "@fleetprompt/sdk/contracts"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { routesOf } from "../../src/app.ts"
import type { Route } from "../../src/http/route.ts"
import { expectRefusal, expectSameAnswer } from "../support/answers.ts"
import { engines } from "../support/engines.ts"
import { openRegistry, type TestRegistry } from "../support/registry.ts"

const rankOf = (role: ModerationRole | undefined) => (role === undefined ? -1 : moderationRoles.indexOf(role))

describe.each(engines)("T-MOD-1 · moderation is for moderators, on $name", (engine) => {
  let registry: TestRegistry
  beforeAll(async () => {
    registry = await openRegistry(engine)
  })
  afterAll(() => registry.close())

  const moderated = () => routesOf(registry.context).filter(({ access }) => access.kind === "moderator")
  const addressOf = (path: string) => path.replaceAll(/:[a-zA-Z]+/g, "xxx")

  it("guards every address under /v1/admin and what there is of a named target, and no other", () => {
    const guarded = moderated().map(({ path }) => path)
    const forAdmins = ({ method, path }: Route) =>
      path.startsWith("/v1/admin") ||
      (method === "POST" && path === "/v1/targets") ||
      /^\/v1\/targets\/(:name|settings)/.test(path)
    const admin = routesOf(registry.context).filter(forAdmins)
    expect(guarded.length).toBeGreaterThan(10)
    expect(admin.map(({ path }) => path)).toEqual(guarded)
    expect(moderated().every(({ access }) => access.scope === "moderation")).toBe(true)
  })

  it("guards every page under /admin with a role, and no other", () => {
    const guarded = routesOf(registry.context).filter(({ kind, access }) => kind === "page" && access.minimum)
    const admin = routesOf(registry.context).filter(({ path }) => path === "/admin" || path.startsWith("/admin/"))
    expect(guarded.map(({ path }) => path)).toEqual(admin.map(({ path }) => path))
    expect(admin.length).toBeGreaterThan(20)
  })

  it("lets a reader write nowhere", () => {
    const writes = routesOf(registry.context)
      .filter(({ access }) => access.minimum !== undefined)
      .filter(({ method }) => method !== "GET")
    expect(writes.filter(({ access }) => rankOf(access.minimum) < rankOf("moderator"))).toEqual([])
  })

  it("answers a person without the role as at an unknown address, whatever their scopes", async () => {
    const nobody = await registry.as("nobody")
    const unscoped = await registry.as("nobody", ["listing:read"])
    for (const { method, path } of moderated()) {
      const unknown = await nobody.request(method, "/v1/admin/no-such-address")
      expectRefusal(unknown, 404, "NOT_FOUND")
      for (const caller of [nobody, unscoped]) expectSameAnswer(await caller.request(method, addressOf(path)), unknown)
    }
  })

  it.each(moderationRoles)("lets a %s in as far as the role goes", async (role) => {
    const caller = await registry.moderator(`a-${role}`, role)
    const unknown = await caller.get("/v1/admin/no-such-address")
    for (const { method, path, access } of moderated()) {
      const answer = await caller.request(method, addressOf(path))
      const letIn = answer.problem.detail !== unknown.problem.detail
      expect({ method, path, letIn }).toEqual({ method, path, letIn: rankOf(role) >= rankOf(access.minimum) })
    }
  })

  it("asks a moderator's credential for the scope as well", async () => {
    await registry.moderator("scoped", "admin")
    const limited = await registry.as(
      "scoped",
      scopes.filter((scope) => scope !== "moderation"),
    )
    for (const { method, path } of moderated()) {
      expectRefusal(await limited.request(method, addressOf(path)), 403, "INSUFFICIENT_SCOPE")
    }
  })

  it("takes a role away from the next request on, and writes down who did", async () => {
    const admin = await registry.moderator("chief", "admin")
    const helper = await registry.moderator("helper", "moderator")
    const userId = await helper.userId()
    const setRole = (role: string | null, by = admin) => by.request("PUT", `/v1/admin/users/${userId}/role`, { role })
    expect((await helper.get("/v1/admin/reports")).status).toBe(200)
    expectRefusal(await setRole("admin", helper), 404, "NOT_FOUND")
    expect((await setRole("reader")).body).toMatchObject({ userId, role: "reader" })
    await setRole("reader")
    await setRole(null)
    expectRefusal(await helper.get("/v1/admin/reports"), 404, "NOT_FOUND")
    expectRefusal(await setRole("owner"), 422, "VALIDATION_FAILED")
    const entries = await registry.context.store.transaction((tx) => tx.audit.list(userId, "user.role_changed"))
    const chief = await admin.userId()
    expect(entries.map(({ actor, details }) => [actor.id, details])).toEqual([
      ["operator", { from: null, to: "moderator" }],
      [chief, { from: "moderator", to: "reader" }],
      [chief, { from: "reader", to: null }],
    ])
  })
})
