import { describe, expect, it } from "vitest"
import { ApiError, FleetPromptError, isCode, isFleetPromptError } from "../src/index.ts"
import { answers, client, failure, html, mockRegistry, refusal } from "./registry.ts"
import * as wire from "./wire.ts"

mockRegistry()

describe("a refusal of the registry", () => {
  it("becomes an ApiError that says all the registry said", async () => {
    const issues = [{ pointer: "/refs", code: "differs", message: "is not what was published" }]
    const headers = { "x-request-id": wire.id("req"), "retry-after": "3" }
    answers(refusal("VERSION_EXISTS", { detail: "acme/x already has 1.4.0.", issues, headers }))
    const error = await failure(client().fp.releases.publish("acme/xx", { version: "1.4.0", refs: {} }))
    expect(error).toBeInstanceOf(ApiError)
    expect(error).toBeInstanceOf(FleetPromptError)
    expect(error).toMatchObject({
      name: "ApiError",
      message: "acme/x already has 1.4.0.",
      detail: "acme/x already has 1.4.0.",
      status: 409,
      code: "VERSION_EXISTS",
      requestId: wire.id("req"),
      retryable: false,
      retryAfterMs: 3_000,
      issues,
    })
  })

  it("is written as JSON with its message and its facts", async () => {
    answers(refusal("NOT_FOUND", { detail: "There is no such listing." }))
    const error = await failure(client().fp.listings.get("acme/xx"))
    expect(JSON.parse(JSON.stringify(error))).toEqual({
      name: "ApiError",
      message: "There is no such listing.",
      detail: "There is no such listing.",
      status: 404,
      code: "NOT_FOUND",
      requestId: wire.id("req"),
      retryable: false,
      issues: [],
    })
  })

  it("may have a code that this version does not know", async () => {
    const body = { ...wire.problem("NOT_FOUND"), code: "OUT_OF_COFFEE" }
    answers(() => Response.json(body, { status: 418, headers: { "content-type": "application/problem+json" } }))
    expect(await failure(client().fp.whoami())).toMatchObject({ status: 418, code: "OUT_OF_COFFEE" })
  })

  it("is cut short where its text is endless", async () => {
    answers(refusal("NOT_FOUND", { detail: "a".repeat(100_000) }))
    const error = await failure(client().fp.whoami())
    expect(error instanceof ApiError && error.message.length).toBe(2_000)
  })
})

describe("an answer of something in between", () => {
  it.each([403, 404, 500, 502])("with status %i becomes an ApiError that repeats nothing of it", async (status) => {
    answers(html(status, { "x-request-id": "proxy-1" }))
    const error = await failure(client({ maxRetries: 0 }).fp.whoami())
    expect(error).toMatchObject({ status, code: `HTTP_${status}`, requestId: "proxy-1", issues: [] })
    expect(String(error)).not.toMatch(/gateway|10\.1\.2\.3/i)
    expect(isCode(error, "NOT_FOUND")).toBe(false)
  })

  it.each([
    ["is no problem document", { error: "nope" }],
    ["has a problem's fields and not their types", { ...wire.problem("NOT_FOUND"), retryable: "yes" }],
  ])("is not believed where it claims to be a problem and %s", async (_, body) => {
    answers(() => Response.json(body, { status: 404, headers: { "content-type": "application/problem+json" } }))
    expect(await failure(client().fp.whoami())).toMatchObject({ code: "HTTP_404" })
  })

  it("is not believed where it looks like a problem and does not claim to be one", async () => {
    answers(() => Response.json(wire.problem("NOT_FOUND"), { status: 404 }))
    expect(await failure(client().fp.whoami())).toMatchObject({ code: "HTTP_404" })
  })

  it.each(["", "two words", "a".repeat(129), "<script>"])("has no request id where it says %j", async (header) => {
    answers(html(404, { "x-request-id": header }))
    expect(await failure(client().fp.whoami())).toMatchObject({ requestId: undefined })
  })
})

describe("the guards", () => {
  it("know a refusal by its code", async () => {
    answers(refusal("SLUG_TAKEN"))
    const error = await failure(client().fp.whoami())
    expect(isCode(error, "SLUG_TAKEN")).toBe(true)
    expect(isCode(error, "HANDLE_TAKEN")).toBe(false)
  })

  it("know an error of another copy of the package", () => {
    const foreign = Object.assign(new Error("…"), {
      [Symbol.for("@fleetprompt/sdk/error")]: true,
      name: "ApiError",
      code: "SLUG_TAKEN",
    })
    expect(foreign).not.toBeInstanceOf(FleetPromptError)
    expect(isFleetPromptError(foreign)).toBe(true)
    expect(isCode(foreign, "SLUG_TAKEN")).toBe(true)
  })

  it("do not take a code for a refusal where it is the code of something else", () => {
    const broken = Object.assign(new Error("…"), {
      [Symbol.for("@fleetprompt/sdk/error")]: true,
      name: "ConnectionError",
      code: "SLUG_TAKEN",
    })
    expect(isCode(broken, "SLUG_TAKEN")).toBe(false)
  })

  it.each([undefined, null, "SLUG_TAKEN", new Error("SLUG_TAKEN"), { name: "ApiError", code: "SLUG_TAKEN" }])(
    "do not take %o for an error of ours",
    (thrown) => {
      expect(isFleetPromptError(thrown)).toBe(false)
      expect(isCode(thrown, "SLUG_TAKEN")).toBe(false)
    },
  )
})
