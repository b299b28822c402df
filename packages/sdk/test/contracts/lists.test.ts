import { describe, expect, it } from "vitest"
import {
  createListingRequest,
  idOf,
  limits,
  searchListingsQuery,
  updateListingRequest,
} from "../../src/contracts/index.ts"

const draft = { slug: "acme/xx", assetKind: "whs_agent", name: "a", summary: "b" }

describe("the query of a list", () => {
  it("reads its limit from an address, and has one where none is given", () => {
    expect(searchListingsQuery.parse({ limit: "10" }).limit).toBe(10)
    expect(searchListingsQuery.parse({}).limit).toBe(limits.pageSizeDefault)
  })

  it.each(["0", "101", "1.5", "-1", "ten", "", "Infinity"])("may not ask for %j items", (limit) => {
    expect(searchListingsQuery.safeParse({ limit }).success).toBe(false)
  })

  it("may not have a parameter that nobody knows", () => {
    expect(searchListingsQuery.safeParse({ order: "name" }).success).toBe(false)
  })
})

describe("a listing", () => {
  it("may not repeat a tag or a category", () => {
    expect(createListingRequest.safeParse({ ...draft, tags: ["a", "b"] }).success).toBe(true)
    expect(createListingRequest.safeParse({ ...draft, tags: ["a", "a"] }).success).toBe(false)
    expect(createListingRequest.safeParse({ ...draft, categories: ["finance", "finance"] }).success).toBe(false)
  })

  it("may not have a field that only the registry sets", () => {
    for (const field of ["publisherId", "status", "listingId", "verifiedAtMs"]) {
      expect(createListingRequest.safeParse({ ...draft, [field]: "x" }).success).toBe(false)
    }
  })

  it("is updated in at least one field", () => {
    expect(updateListingRequest.safeParse({}).success).toBe(false)
    expect(updateListingRequest.parse({ docsUrl: null })).toEqual({ docsUrl: null })
  })

  it("keeps in an update what is not named, instead of emptying it", () => {
    expect(updateListingRequest.parse({ name: "New" })).toEqual({ name: "New" })
  })
})

describe("an id", () => {
  it.each(["lst_3kTMd9abcdefghijklmnop"])("may be %s", (text) => {
    expect(idOf("listing").safeParse(text).success).toBe(true)
  })

  it.each([
    "",
    "lst_",
    "rel_3kTMd9abcdefghijklmnop",
    "lst_3kTMd9abcdefghijklmno",
    "lst_3kTMd9abcdefghijklmnop\n",
    "lst_3kTMd9abcdefghijklmno-",
  ])("of a listing may not be %j", (text) => {
    expect(idOf("listing").safeParse(text).success).toBe(false)
  })
})
