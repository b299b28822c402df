import { formatCredential, type Problem } from "@fleetprompt/sdk/contracts"
import { createConfig, lintFromString } from "@redocly/openapi-core"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { routesOf } from "../../src/app.ts"
import { engines } from "../support/engines.ts"
import { openRegistry, type TestRegistry } from "../support/registry.ts"
import { type Description, replyChecker, type SeenReply } from "../support/reply-checker.ts"

interface Document {
  openapi: string
  paths: Record<string, Record<string, { operationId: string; security: object[] }>>
}

describe.each(engines.filter(({ name }) => name === "SQLite"))("GET /openapi.json", (engine) => {
  let registry: TestRegistry
  let document: Document
  beforeAll(async () => {
    registry = await openRegistry(engine)
    document = (await registry.anonymous.get<Document>("/openapi.json")).body
  })
  afterAll(() => registry.close())

  /** Pages are for people, and no part of the API. */
  const apiRoutes = () => routesOf(registry.context).filter(({ kind }) => kind === "api")

  it("describes every route once, under a name of its own", () => {
    const described = Object.entries(document.paths).flatMap(([path, operations]) =>
      Object.entries(operations).map(([method, { operationId }]) => ({
        address: `${method.toUpperCase()} ${path}`,
        operationId,
      })),
    )
    const served = apiRoutes().map(({ method, path }) => `${method} ${path.replaceAll(/:(\w+)/g, "{$1}")}`)
    expect(described.map(({ address }) => address).toSorted()).toEqual(served.toSorted())
    expect(new Set(described.map(({ operationId }) => operationId)).size).toBe(described.length)
  })

  it("says of each route who may call it", () => {
    for (const { method, path, access } of apiRoutes()) {
      const operation = document.paths[path.replaceAll(/:(\w+)/g, "{$1}")]?.[method.toLowerCase()]
      const schemes = operation?.security.flatMap((requirement) => Object.keys(requirement))
      const own = access.kind === "target" || access.kind === "run" ? access.kind : "person"
      expect(schemes, `${method} ${path}`).toEqual(access.runs === true ? [own, "run"] : [own])
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

  describe("T-OPENAPI-1 · holds every reply of the suite, and catches", () => {
    const healthz = { method: "GET", path: "/healthz", status: 200, contentType: "application/json", text: "" }
    const limits = { ...healthz, path: "/v1/limits" }
    const refusal = { ...healthz, status: 404, contentType: "application/problem+json" }
    const send = (seen: SeenReply, body: object) => () =>
      replyChecker(document as unknown as Description)({ ...seen, text: JSON.stringify(body) })
    const notFound = async () => (await registry.anonymous.get<Problem>("/nowhere")).body
    const token = formatCredential("personalToken", new Uint8Array(64))

    it("nothing in what is as described", async () => {
      send(healthz, { status: "ok" })()
      send({ ...healthz, method: "HEAD" }, {})()
      send(refusal, await notFound())()
      expect(
        send({ ...healthz, path: "/v1/tokens/report-leak", status: 202, method: "POST" }, { result: "accepted" }),
      ).not.toThrow()
    })

    it.each<[string, SeenReply, object]>([
      ["a field that is not named", healthz, { status: "ok", token: "leaked" }],
      ["a field that is missing", limits, {}],
      ["a status that is not named", { ...healthz, status: 201 }, { status: "ok" }],
      ["a media type that is not named", { ...healthz, contentType: "text/html" }, { status: "ok" }],
      ["a method that is not named", { ...healthz, method: "PUT" }, { status: "ok" }],
      ["an address that is not named", { ...healthz, path: "/healthzz" }, { status: "ok" }],
      ["a refusal that is no problem", { ...refusal, contentType: "application/json" }, { status: 404 }],
      ["a problem of another shape", refusal, { status: 404 }],
    ])("%s", (_what, seen, body) => {
      expect(send(seen, body)).toThrow(/against its description/)
    })

    it("a field that a problem does not name, and a credential in one, which it does not repeat", async () => {
      const problem = await notFound()
      expect(send(refusal, { ...problem, stack: "at" })).toThrow(/against its description/)
      const leaking = send(refusal, { ...problem, detail: `There is no ${token}.` })
      expect(leaking).toThrow("A credential was left in a refusal: personalToken.")
    })

    it("such a reply where a test asks for it", async () => {
      const faulty = await openRegistry(engine, {}, (standard) => ({
        ...standard,
        settings: { ...standard.settings, publicUrl: 1 as never },
      }))
      await expect(faulty.anonymous.get("/.well-known/fleetprompt")).rejects.toThrow(/against its description/)
      await faulty.close()
    })
  })
})
