import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { expectRefusal } from "../support/answers.ts"
import type { Caller } from "../support/caller.ts"
import { engines } from "../support/engines.ts"
import { download as downloadFrom, imageUrlOf, uploadImage } from "../support/images.ts"
import { picture } from "../support/pictures.ts"
import { openRegistry, type TestRegistry } from "../support/registry.ts"

describe.each(engines)("T-IMAGE-1 · an image that several listings show, on $name", (engine) => {
  let registry: TestRegistry
  let alice: Caller
  let height = 30
  const fresh = () => picture("png", { height: height++ })
  const upload = (slug: string, bytes: Uint8Array) => uploadImage(registry.app, alice, slug, bytes)
  const download = (url: string, by?: Caller) => downloadFrom(registry.app, url, by)
  const draft = (slug: string) => alice.createListing({ slug })
  const blobs = async () => (await registry.rawSql("select digest from image_blobs")).length
  beforeAll(async () => {
    registry = await openRegistry(engine)
    alice = await registry.as("alice")
    await alice.claim("acme")
  })
  afterAll(() => registry.close())

  it("keeps one copy for all listings, until the last one lets go of it", async () => {
    await draft("acme/one")
    await draft("acme/two")
    const bytes = await fresh()
    const before = await blobs()
    const added = await upload("acme/one", bytes)
    await upload("acme/two", bytes)
    expect(await blobs()).toBe(before + 1)
    const digest = added.body.image?.digest
    await alice.request("DELETE", `/v1/listings/acme/one/images/${digest}`)
    expect((await download(imageUrlOf(added), alice)).status).toBe(200)
    const gone = await alice.request("DELETE", "/v1/listings/acme/two")
    expect(gone.status).toBeLessThan(300)
    expect(await blobs()).toBe(before)
    expectRefusal(await alice.get(imageUrlOf(added)), 404, "NOT_FOUND")
  })

  it("does not lose an image that one listing lets go of while another takes it up", async () => {
    await draft("acme/giver")
    await draft("acme/taker")
    const bytes = await fresh()
    const added = await upload("acme/giver", bytes)
    const digest = added.body.image?.digest
    for (let round = 0; round < 8; round++) {
      const [from, to] = round % 2 === 0 ? ["acme/giver", "acme/taker"] : ["acme/taker", "acme/giver"]
      const [removed, taken] = await Promise.all([
        alice.request("DELETE", `/v1/listings/${from}/images/${digest}`),
        upload(to, bytes),
      ])
      expect([removed.status, taken.status]).toEqual([200, 201])
      expect((await download(imageUrlOf(added), alice)).status).toBe(200)
    }
  })
})
