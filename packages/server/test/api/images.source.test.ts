import { createHash } from "node:crypto"
import type { Listing } from "@fleetprompt/sdk/contracts"
import sharp from "sharp"
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest"
import { expectRefusal, expectSameAnswer } from "../support/answers.ts"
import type { Caller } from "../support/caller.ts"
import { engines } from "../support/engines.ts"
import { uploadImage } from "../support/images.ts"
import { picture } from "../support/pictures.ts"
import { openRegistry, type TestRegistry } from "../support/registry.ts"

const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex")

describe.each(engines)("T-IMAGE-3 · the file an image was sent as, on $name", (engine) => {
  let registry: TestRegistry
  let alice: Caller
  let height = 30
  beforeAll(async () => {
    registry = await openRegistry(engine)
    alice = await registry.as("alice")
    await alice.claim("acme")
  })
  afterAll(() => registry.close())

  const fresh = () => picture("png", { height: height++ })
  const upload = (slug: string, bytes: Uint8Array, query = "alt=One") =>
    uploadImage(registry.app, alice, slug, bytes, { query })
  const read = async (slug: string) => (await alice.get<Listing>(`/v1/listings/${slug}`)).body
  /** The same picture in another file. */
  const recompressed = (bytes: Uint8Array) => sharp(bytes).png({ compressionLevel: 0 }).toBuffer()
  const forgetSource = async (slug: string) => {
    const stored = (await read(slug)).images.map((image) => ({ ...image, sourceSha256: undefined, url: undefined }))
    await registry.rawSql(
      `update listings set images = '${JSON.stringify(stored)}' where slug_name = '${slug.slice(5)}'`,
    )
  }

  it("is told by its hash, in the listing and in lists", async () => {
    await alice.createListing({ slug: "acme/told" })
    const bytes = await fresh()
    const { body } = await upload("acme/told", bytes)
    expect(body.images.map(({ sourceSha256 }) => sourceSha256)).toEqual([sha256(bytes)])
    const mine = await alice.get<{ data: Listing[] }>("/v1/me/listings")
    expect(mine.body.data.find(({ slug }) => slug === "acme/told")?.image?.sourceSha256).toBe(sha256(bytes))
  })

  it("is not decoded again where the listing shows it, and gives it new words", async () => {
    await alice.createListing({ slug: "acme/again" })
    const bytes = await fresh()
    await upload("acme/again", bytes)
    using encode = vi.spyOn(registry.context.images, "encode")
    const again = await upload("acme/again", bytes, "alt=Two")
    expect(again).toMatchObject({ status: 200, body: { images: [{ alt: "Two", sourceSha256: sha256(bytes) }] } })
    expect(encode).not.toHaveBeenCalled()
  })

  it("is refused under another media type than its own, also where the listing shows it", async () => {
    await alice.createListing({ slug: "acme/mistyped" })
    const bytes = await fresh()
    const send = (type: string, query: string) =>
      uploadImage(registry.app, alice, "acme/mistyped", bytes, { type, query })
    const first = await send("image/jpeg", "alt=One")
    expectRefusal(first, 422, "IMAGE_REJECTED")
    await send("image/png", "alt=One")
    const again = await send("image/jpeg", "alt=Two")
    expectSameAnswer(again, first)
    expect((await read("acme/mistyped")).images.map(({ alt }) => alt)).toEqual(["One"])
  })

  it("is the last of several that hold the same picture", async () => {
    await alice.createListing({ slug: "acme/twice" })
    const bytes = await fresh()
    const other = await recompressed(bytes)
    await upload("acme/twice", bytes)
    const again = await upload("acme/twice", other)
    expect(again.status).toBe(200)
    expect(again.body.images.map(({ sourceSha256 }) => sourceSha256)).toEqual([sha256(other)])
  })

  it("is unknown for an image of an earlier release, until it is sent once more", async () => {
    await alice.createListing({ slug: "acme/old" })
    const bytes = await fresh()
    await upload("acme/old", bytes)
    await forgetSource("acme/old")
    expect((await read("acme/old")).images.map(({ sourceSha256 }) => sourceSha256)).toEqual([null])
    const again = await upload("acme/old", bytes)
    expect(again).toMatchObject({ status: 200, body: { images: [{ alt: "One", sourceSha256: sha256(bytes) }] } })
  })
})
