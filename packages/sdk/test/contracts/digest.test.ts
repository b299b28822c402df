import { createHash } from "node:crypto"
import { describe, expect, it } from "vitest"
import { canonicalJson, differingFields, type ReleaseContent, releaseDigest } from "../../src/contracts/index.ts"

const content: ReleaseContent = {
  version: "1.4.0",
  refs: { whsAgentId: "agt_123", whsDeploymentId: "dep_1" },
  compatibility: { minWHSVersion: "2.3.0", minAgentelicVersion: "1" },
  artifact: { url: "https://acme.dev/a.zip", sha256: "0a".repeat(32) },
  notes: "Fixes.",
}

/** The same value with the keys of every object the other way round. */
function reversed<T>(value: T): T
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed)
  if (typeof value !== "object" || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([key, member]) => [key, reversed(member)]),
  )
}

describe("canonical JSON", () => {
  it.each([
    [null, "null"],
    [true, "true"],
    [1.5, "1.5"],
    [1e21, "1e+21"],
    [-0, "0"],
    ['a"\n\u2028', '"a\\"\\n\u2028"'],
    [[], "[]"],
    [{}, "{}"],
    [[2, 1, [3]], "[2,1,[3]]"],
    [{ b: 1, a: { d: null, c: [] } }, '{"a":{"c":[],"d":null},"b":1}'],
    [{ a: undefined, b: 1 }, '{"b":1}'],
    // RFC 8785 §3.2.3: by UTF-16 code units, so the emoji stands before U+FB33.
    [{ "\ufb33": 1, "😀": 2, "\u00f6": 3, "1": 4, "10": 5, "2": 6 }, '{"1":4,"10":5,"2":6,"ö":3,"😀":2,"\ufb33":1}'],
  ])("of %j is %s", (value, text) => {
    expect(canonicalJson(value)).toBe(text)
  })

  it("does not depend on the order of keys", () => {
    expect(canonicalJson(reversed(content))).toBe(canonicalJson(content))
    expect(JSON.stringify(reversed(content))).not.toBe(JSON.stringify(content))
  })

  it("depends on the order of a list", () => {
    expect(canonicalJson(["a", "b"])).not.toBe(canonicalJson(["b", "a"]))
  })

  it.each([NaN, Infinity, -Infinity])("does not exist of %d", (value) => {
    expect(() => canonicalJson({ a: [value] })).toThrow(TypeError)
  })
})

describe("the digest of a release", () => {
  it("is the SHA-256 of its kind and content", async () => {
    const text =
      '{"artifact":{"sha256":"' +
      "0a".repeat(32) +
      '","url":"https://acme.dev/a.zip"},"assetKind":"whs_agent",' +
      '"compatibility":{"minAgentelicVersion":"1","minWHSVersion":"2.3.0"},"notes":"Fixes.",' +
      '"refs":{"whsAgentId":"agt_123","whsDeploymentId":"dep_1"},"version":"1.4.0"}'
    const expected = createHash("sha256").update(text).digest("hex")
    expect(await releaseDigest("whs_agent", content)).toBe(`sha256:${expected}`)
  })

  it("does not depend on the order of keys", async () => {
    expect(await releaseDigest("whs_agent", reversed(content))).toBe(await releaseDigest("whs_agent", content))
  })

  it("does not depend on anything beside the content", async () => {
    const stored = { ...content, releaseId: "rel_1", status: "revoked", publishedAtMs: 5 }
    expect(await releaseDigest("whs_agent", stored)).toBe(await releaseDigest("whs_agent", content))
  })

  it.each<[string, ReleaseContent]>([
    ["the version", { ...content, version: "1.4.1" }],
    ["a reference", { ...content, refs: { whsAgentId: "agt_124", whsDeploymentId: "dep_1" } }],
    ["a compatibility", { ...content, compatibility: {} }],
    ["the artifact", { ...content, artifact: null }],
    ["the notes", { ...content, notes: "Fixes!" }],
  ])("changes with %s", async (_, other) => {
    expect(await releaseDigest("whs_agent", other)).not.toBe(await releaseDigest("whs_agent", content))
  })

  it("changes with the kind of the asset", async () => {
    expect(await releaseDigest("spec_asset", content)).not.toBe(await releaseDigest("whs_agent", content))
  })
})

describe("the fields in which two contents differ", () => {
  it("are named as JSON pointers", () => {
    const other = { ...content, refs: {}, compatibility: {}, artifact: null, notes: "" }
    expect(differingFields(content, other)).toEqual(["/refs", "/compatibility", "/artifact", "/notes"])
  })

  it("are none where only the order of keys differs", () => {
    expect(differingFields(content, reversed(content))).toEqual([])
  })
})
