import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { routesOf } from "../../src/app.ts"
import { trustingVerifier } from "../support/device-login.ts"
import { engines } from "../support/engines.ts"
import { openRegistry, type TestRegistry } from "../support/registry.ts"
import { auditedAdmin } from "./audited-admin.ts"
import { auditedConsole } from "./audited-console.ts"
import { auditedPages } from "./audited-pages.ts"
import type { Scene } from "./audited-route.ts"
import { auditedRoutes } from "./audited-routes.ts"

const audited = { ...auditedRoutes, ...auditedPages, ...auditedConsole, ...auditedAdmin }

describe.each(engines)("T-AUDIT-2 · every change leaves its entry in the audit log, on $name", (engine) => {
  let registry: TestRegistry
  let scenes = 0
  beforeAll(async () => {
    registry = await openRegistry(engine, { publishersPerUserMax: 1_000 }, ({ nowMs }) => ({
      accessTokens: trustingVerifier(nowMs),
    }))
  })
  afterAll(() => registry.close())

  /** People of one try alone, so that a lock in one is none in the next. */
  async function newScene(): Promise<Scene> {
    const number = ++scenes
    const [alice, bob] = [await registry.as(`alice-${number}`), await registry.as(`bob-${number}`)]
    const admin = await registry.moderator("ada", "admin")
    return { registry, alice, bob, bobsName: `bob-${number}`, admin, handle: `scene-${number}` }
  }

  it("knows what each route that is no GET writes", () => {
    const mutating = routesOf(registry.context)
      .filter(({ method }) => method !== "GET")
      .map(({ method, path }) => `${method} ${path}`)
    expect(Object.keys(audited).toSorted()).toEqual(mutating.toSorted())
    const silent = Object.entries(audited).filter(([, { writes }]) => writes.length === 0)
    expect(silent.map(([name]) => name)).toEqual([
      "POST /v1/auth/device",
      "POST /v1/trusted-publishing/check",
      "POST /v1/install-intents/introspect",
      // Both show what would be, and change nothing.
      "POST /console/listings/:publisher/:name/preview",
      "POST /console/listings/:publisher/:name/releases/preview",
    ])
  })

  it.each(Object.entries(audited))("%s writes exactly that", async (_name, { writes, prepare }) => {
    const send = await prepare(await newScene())
    const before = await registry.context.store.read.audit.search({}, Number.MAX_SAFE_INTEGER, 1)
    const answer = await send()
    expect(answer.status, answer.problem?.detail).toBeLessThan(400)
    const since = before[0]?.seq ?? 0
    const written = await registry.rawSql(`SELECT action, request_id FROM audit_log WHERE seq > ${since} ORDER BY seq`)
    const requestId = answer.headers.get("x-request-id")
    expect(written).toEqual(writes.map((action) => ({ action, request_id: requestId })))
  })
})
