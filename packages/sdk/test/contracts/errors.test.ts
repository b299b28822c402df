import { describe, expect, it } from "vitest"
import * as z from "zod"
import {
  createInstallIntentRequest,
  createListingRequest,
  errorCatalog,
  fieldIssues,
  formatCredential,
  isErrorCode,
  jsonPointer,
  limits,
  manifest,
  problem,
  searchListingsQuery,
} from "../../src/contracts/index.ts"
import * as wire from "../wire.ts"

interface Schema {
  safeParse(value: unknown): { success: true } | { success: false; error: Parameters<typeof fieldIssues>[0] }
}

function issuesOf(schema: Schema, value: unknown) {
  const result = schema.safeParse(value)
  return result.success ? [] : fieldIssues(result.error)
}

describe("the catalogue of errors", () => {
  it.each(Object.entries(errorCatalog))("%s is a refusal somebody can act on", (code, { status, title, remedy }) => {
    expect(code).toMatch(/^[A-Z][A-Z_]+[A-Z]$/)
    expect(status).toBeGreaterThanOrEqual(400)
    expect(status).toBeLessThan(600)
    expect(title).toMatch(/^[A-Z].*[^.]$/)
    expect(remedy).toMatch(/^[A-Z].{10,}$/)
  })

  it("calls only what is the server's own trouble worth retrying", () => {
    const entries = Object.values(errorCatalog)
    expect(entries.filter(({ retryable }) => retryable).every(({ status }) => status === 429 || status >= 500)).toBe(
      true,
    )
  })

  it.each([
    ["NOT_FOUND", true],
    ["not_found", false],
    ["toString", false],
    ["__proto__", false],
  ])("knows %s: %s", (code, known) => {
    expect(isErrorCode(code)).toBe(known)
  })
})

describe("a problem", () => {
  it("may have a code that is not in the catalogue yet", () => {
    expect(problem.parse({ ...wire.problem("NOT_FOUND"), code: "NEW" }).code).toBe("NEW")
  })

  it("may leave its findings out", () => {
    const { errors, ...rest } = wire.problem("NOT_FOUND")
    expect(errors).toEqual([])
    expect(problem.parse(rest).errors).toEqual([])
  })

  it.each(["req_short", "req_111111111111111111111-", "lst_1111111111111111111111"])(
    "may not have the request id %s",
    (requestId) => {
      expect(problem.safeParse({ ...wire.problem("NOT_FOUND"), requestId }).success).toBe(false)
    },
  )
})

describe("a JSON pointer", () => {
  it.each([
    [[], ""],
    [["refs", "whsAgentId"], "/refs/whsAgentId"],
    [["tags", 2], "/tags/2"],
    [["a/b", "m~n", ""], "/a~1b/m~0n/"],
    [["~1"], "/~01"],
  ])("of %j is %j", (steps, pointer) => {
    expect(jsonPointer(steps)).toBe(pointer)
  })
})

describe("field issues", () => {
  const secret = "Secret-Value"
  const hostile = {
    manifestVersion: 2,
    listing: {
      slug: `${secret}/x`,
      assetKind: secret,
      name: `${secret}\u202e`,
      summary: { secret },
      tags: [secret, secret],
      categories: [secret],
      docsUrl: `http://${secret}`,
      "a/b~c": secret,
    },
    release: { version: `v${secret}`, refs: { whsAgentId: `${secret} x`, foo: secret }, artifact: { url: secret } },
  }

  it("point at every part that breaks a rule", () => {
    const pointers = issuesOf(manifest, hostile).map(({ pointer }) => pointer)
    expect(new Set(pointers)).toEqual(
      new Set([
        "/manifestVersion",
        "/listing/slug",
        "/listing/assetKind",
        "/listing/name",
        "/listing/summary",
        "/listing/tags/0",
        "/listing/tags/1",
        "/listing/tags",
        "/listing/categories/0",
        "/listing/docsUrl",
        "/listing/a~1b~0c",
        "/release/version",
        "/release/refs/whsAgentId",
        "/release/refs/foo",
        "/release/artifact/url",
        "/release/artifact/sha256",
      ]),
    )
  })

  it.each<[string, Schema, unknown]>([
    ["a manifest", manifest, hostile],
    ["a listing", createListingRequest, { ...hostile.listing, categories: [secret, secret] }],
    [
      "a query",
      searchListingsQuery,
      { q: secret.repeat(99), kind: secret, tag: secret, limit: secret, publisher: secret },
    ],
    ["an install", createInstallIntentRequest, { listing: secret, target: secret, ttlMs: secret, version: secret }],
    ["something else altogether", manifest, secret],
  ])("of %s never repeat a value", (_, schema, value) => {
    const issues = issuesOf(schema, value)
    expect(issues).not.toEqual([])
    expect(JSON.stringify(issues)).not.toContain(secret)
  })

  it("say of a field that it is missing", () => {
    expect(issuesOf(createInstallIntentRequest, { target: "whs" })).toEqual([
      { pointer: "/listing", code: "required", message: "is required" },
    ])
  })

  it("say of a field that nobody knows it", () => {
    expect(issuesOf(createInstallIntentRequest, { listing: "acme/xx", target: "whs", redirectUrl: secret })).toEqual([
      { pointer: "/redirectUrl", code: "unknown_key", message: "is not a known field" },
    ])
  })

  it("say what is wrong with the form a value was meant to have, where it may have several", () => {
    const { error } = z
      .strictObject({ text: z.union([z.string().max(3, "is too long"), z.strictObject({ file: z.string().min(1) })]) })
      .safeParse({ text: "a secret" })
    expect(error && fieldIssues(error)).toEqual([{ pointer: "/text", code: "too_big", message: "is too long" }])
    const file = z.strictObject({ text: z.union([z.string(), z.strictObject({ file: z.string() })]) })
    const typo = file.safeParse({ text: { fil: "x" } }).error
    expect(typo && fieldIssues(typo).map(({ pointer, code }) => `${pointer} ${code}`)).toEqual([
      "/text/file required",
      "/text/fil unknown_key",
    ])
    const neither = file.safeParse({ text: 1 }).error
    expect(neither && fieldIssues(neither)).toMatchObject([{ pointer: "/text", code: "invalid_union" }])
  })

  it("are bounded", () => {
    const keys = Object.fromEntries(Array.from({ length: 500 }, (_, index) => [`key${index}`, 1]))
    expect(issuesOf(createInstallIntentRequest, keys)).toHaveLength(limits.problemErrorsMax)
  })

  it("name a field of any length in a pointer of bounded length, which no real pointer can be", () => {
    const isPointer = (text: string) => /^(?:\/(?:[^~/]|~[01])*)*$/.test(text)
    const longest = "a".repeat(limits.pointerLengthMax - 1)
    for (const name of [
      "a".repeat(100_000),
      `${longest}a`,
      `${"a".repeat(252)}~~~~`,
      `${"a".repeat(252)}${"😀".repeat(9)}`,
    ]) {
      const pointer = issuesOf(createInstallIntentRequest, { [name]: 1 }).at(-1)?.pointer ?? ""
      expect(pointer.length).toBeLessThanOrEqual(limits.pointerLengthMax)
      expect(pointer).toMatch(/^\/a{200,}.*[^~]~…$/)
      expect(pointer.isWellFormed()).toBe(true)
      expect(isPointer(pointer)).toBe(false)
      expect(isPointer(pointer.slice(0, -2))).toBe(true)
    }
    expect(issuesOf(createInstallIntentRequest, { [longest]: 1 }).at(-1)?.pointer).toBe(`/${longest}`)
  })

  it("do not repeat a credential that stands for the name of a field", () => {
    const token = formatCredential("installToken", new Uint8Array(64))
    const issues = issuesOf(createInstallIntentRequest, { [token]: 1, [`${"a".repeat(240)} ${token}`]: 1 })
    expect(issues.map(({ pointer }) => pointer)).toContain("/fpit_[redacted]")
    expect(JSON.stringify(issues)).not.toContain("fpit_0")
  })
})
