import { describe, expect, it } from "vitest"
import { handle, limits, listingName, slug, splitReference, splitSlug } from "../../src/contracts/index.ts"

const accepts = (schema: { safeParse(text: unknown): { success: boolean } }, text: unknown) =>
  schema.safeParse(text).success

describe("a handle", () => {
  it.each(["ab", "acme", "a1", "1a", "a-b", "a-b-c-1", "a".repeat(limits.handleLengthMax)])("may be %s", (text) => {
    expect(accepts(handle, text)).toBe(true)
  })

  it.each([
    "",
    "a",
    "Acme",
    "-acme",
    "acme-",
    "a--b",
    "a_b",
    "a.b",
    "a b",
    "a/b",
    "acmé",
    "аcme",
    "acme\u200b",
    "acme\n",
    "__proto__",
    "a".repeat(limits.handleLengthMax + 1),
    7,
  ])("may not be %j", (text) => {
    expect(accepts(handle, text)).toBe(false)
  })
})

describe("a listing's name", () => {
  it("may be longer than a handle", () => {
    expect(accepts(listingName, "a".repeat(limits.listingNameLengthMax))).toBe(true)
    expect(accepts(listingName, "a".repeat(limits.listingNameLengthMax + 1))).toBe(false)
  })
})

describe("a slug", () => {
  it.each(["acme/support-triage", "a1/b2", `${"a".repeat(39)}/${"b".repeat(63)}`])("may be %s", (text) => {
    expect(accepts(slug, text)).toBe(true)
  })

  it.each([
    "",
    "acme",
    "acme/",
    "/triage",
    "acme/triage/",
    "acme/triage/x",
    "acme//triage",
    "../x",
    "Acme/triage",
    "/",
  ])("may not be %j", (text) => {
    expect(accepts(slug, text)).toBe(false)
  })

  it("is split into the publisher's handle and the listing's name", () => {
    expect(splitSlug("acme/support-triage")).toEqual({ publisher: "acme", name: "support-triage" })
  })
})

describe("a reference", () => {
  it.each([
    ["acme/triage@1.4.0", { slug: "acme/triage", version: "1.4.0" }],
    ["acme/triage", { slug: "acme/triage", version: undefined }],
    ["acme/triage@", { slug: "acme/triage", version: "" }],
  ])("%s is split into slug and version", (text, parts) => {
    expect(splitReference(text)).toEqual(parts)
  })
})
