import { createConfig, lintFromString } from "@redocly/openapi-core"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { routesOf } from "../../src/app.ts"
import { ok } from "../../src/http/reply.ts"
import { engines } from "../support/engines.ts"
import { openRegistry, type TestRegistry } from "../support/registry.ts"
import { checkedRoutes } from "../support/reply-checker.ts"

interface Document {
  openapi: string
  paths: Record<string, Record<string, { operationId: string; security: object[] }>>
}

describe("GET /openapi.json", () => {
  let registry: TestRegistry
  let document: Document
  beforeAll(async () => {
    const [engine] = engines
    if (engine === undefined) throw new Error("There is no engine.")
    registry = await openRegistry(engine)
    document = (await registry.anonymous.get<Document>("/openapi.json")).body
  })
  afterAll(() => registry.close())

  it("describes every route once, under a name of its own", () => {
    const described = Object.entries(document.paths).flatMap(([path, operations]) =>
      Object.entries(operations).map(([method, { operationId }]) => ({
        address: `${method.toUpperCase()} ${path}`,
        operationId,
      })),
    )
    const served = routesOf(registry.context).map(
      ({ method, path }) => `${method} ${path.replaceAll(/:(\w+)/g, "{$1}")}`,
    )
    expect(described.map(({ address }) => address).toSorted()).toEqual(served.toSorted())
    expect(new Set(described.map(({ operationId }) => operationId)).size).toBe(described.length)
  })

  it("says of each route who may call it", () => {
    for (const { method, path, access } of routesOf(registry.context)) {
      const operation = document.paths[path.replaceAll(/:(\w+)/g, "{$1}")]?.[method.toLowerCase()]
      const schemes = operation?.security.flatMap((requirement) => Object.keys(requirement))
      expect(schemes, `${method} ${path}`).toEqual([access.kind === "target" ? "target" : "person"])
      expect(operation?.security.some((requirement) => Object.keys(requirement).length === 0)).toBe(
        access.kind === "anyone",
      )
    }
  })

  it("is a clean OpenAPI 3.1 document", async () => {
    expect(document.openapi).toBe("3.1.0")
    const config = await createConfig({
      extends: ["recommended"],
      // Two addresses of a listing, by slug and by id, differ in their number of parts; so do tokens and their reports.
      rules: { "no-ambiguous-paths": "off", "tag-description": "off" },
    })
    const problems = await lintFromString({ source: JSON.stringify(document), config })
    expect(problems.map(({ ruleId, message, location }) => `${ruleId}: ${message} ${location[0]?.pointer}`)).toEqual([])
  })

  it("holds every reply of the suite: one with a field it does not name is caught", async () => {
    const [healthz] = checkedRoutes(
      routesOf(registry.context)
        .filter(({ path }) => path === "/healthz")
        .map((route) => ({ ...route, answer: async () => ok({ status: "ok", token: "leaked" }) })),
    )
    await expect(healthz?.answer(registry.context, {} as never)).rejects.toThrow(/against its description/)
  })
})
