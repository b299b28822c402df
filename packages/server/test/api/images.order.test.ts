import type { Listing } from "@fleetprompt/sdk/contracts"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { expectRefusal, expectSameAnswer } from "../support/answers.ts"
import type { Caller } from "../support/caller.ts"
import { engines } from "../support/engines.ts"
import { uploadImage } from "../support/images.ts"
import { picture } from "../support/pictures.ts"
import { openRegistry, type TestRegistry } from "../support/registry.ts"

describe.each(engines)("the order of a listing's images on $name", (engine) => {
  let registry: TestRegistry
  let alice: Caller
  let height = 40
  beforeAll(async () => {
    registry = await openRegistry(engine)
    alice = await registry.as("alice")
    await alice.shelve("acme/thing")
  })
  afterAll(() => registry.close())

  const newListing = async (slug: string): Promise<string[]> => {
    await alice.createListing({ slug })
    for (const alt of ["one", "two", "three"]) {
      await uploadImage(registry.app, alice, slug, await picture("png", { height: height++ }), { query: `alt=${alt}` })
    }
    const { images } = (await read(slug)).body
    return images.map(({ digest }) => digest)
  }
  const read = (slug: string) => alice.get<Listing>(`/v1/listings/${slug}`)
  const order = (slug: string, digests: unknown, by = alice) =>
    by.request<Listing>("PUT", `/v1/listings/${slug}/images`, { digests })
  const alts = ({ images }: Listing) => images.map(({ alt }) => alt)

  it("is what a member says, the first also in lists, and moves the ETag", async () => {
    const digests = await newListing("acme/ordered")
    const before = await read("acme/ordered")
    const answer = await order("acme/ordered", digests.toReversed())
    expect(answer.status).toBe(200)
    expect(alts(answer.body)).toEqual(["three", "two", "one"])
    expect(answer.body.image?.alt).toBe("three")
    expect(answer.headers.get("etag")).not.toBe(before.headers.get("etag"))
    expect((await read("acme/ordered")).body).toEqual(answer.body)
    const audit = await registry.context.store.transaction((tx) => tx.audit.list(answer.body.listingId))
    expect(audit.at(-1)).toMatchObject({ action: "listing.updated", details: { fields: "images", rowVersion: 5 } })
  })

  it("stays without a trace where it is the same again", async () => {
    const digests = await newListing("acme/same")
    const before = await read("acme/same")
    const again = await order("acme/same", digests)
    expect([again.status, again.headers.get("etag")]).toEqual([200, before.headers.get("etag")])
    expect(again.body).toEqual(before.body)
    const audit = await registry.context.store.transaction((tx) => tx.audit.list(again.body.listingId))
    expect(audit.map(({ action }) => action).at(-1)).toBe("listing.image_added")
    expect((await order("acme/thing", [])).status).toBe(200)
  })

  it("is refused where it does not name every image once and no other, and nothing changes", async () => {
    const digests = await newListing("acme/exact")
    const before = await read("acme/exact")
    const [first = "", second = "", third = ""] = digests
    const foreign = "0".repeat(64)
    for (const wrong of [[], [first, second], [first, second, foreign], [third, second, first, foreign]]) {
      const answer = await order("acme/exact", wrong)
      expectRefusal(answer, 422, "VALIDATION_FAILED")
      expect(answer.problem.errors.map(({ pointer, code }) => [pointer, code])).toEqual([["/digests", "reference"]])
    }
    for (const wrong of [[first, first, second], [first, second, third, third], ["x"], "x", [...digests, ...digests]]) {
      expectRefusal(await order("acme/exact", wrong), 422, "VALIDATION_FAILED")
    }
    expect((await read("acme/exact")).body).toEqual(before.body)
  })

  it("passes over no image that came or went meanwhile", async () => {
    const digests = await newListing("acme/busy")
    const wanted = digests.toReversed()
    const more = uploadImage(registry.app, alice, "acme/busy", await picture("png", { height: height++ }))
    const [, answer] = await Promise.all([more, order("acme/busy", wanted)])
    const { images } = (await read("acme/busy")).body
    expect(images).toHaveLength(4)
    const shown = images.slice(0, 3).map(({ digest }) => digest)
    expect(shown).toEqual(answer.status === 200 ? wanted : digests)
    await alice.request("DELETE", `/v1/listings/acme/busy/images/${digests[0]}`)
    expectRefusal(await order("acme/busy", images.map(({ digest }) => digest).toReversed()), 422, "VALIDATION_FAILED")
  })

  it("is for members alone; to others there is no such listing", async () => {
    const digests = await newListing("acme/mine")
    const mallory = await registry.as("mallory")
    expectSameAnswer(await order("acme/mine", digests.toReversed(), mallory), await order("acme/no-such", [], mallory))
    expect(alts((await read("acme/mine")).body)).toEqual(["one", "two", "three"])
  })
})
