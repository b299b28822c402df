import { deflateSync } from "node:zlib"
import { type Listing, limits } from "@fleetprompt/sdk/contracts"
import sharp from "sharp"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { expectRefusal } from "../support/answers.ts"
import type { Caller } from "../support/caller.ts"
import { engines } from "../support/engines.ts"
import { download as downloadFrom, imageUrlOf, type Upload, uploadImage } from "../support/images.ts"
import { animation, type Format, header, photograph, picture, png } from "../support/pictures.ts"
import { openRegistry, type TestRegistry } from "../support/registry.ts"

const secret = ["ghp", "aB3dE5gH7jK9mN1pQ2sT4vW6yZ8aB3dE5gH7"].join("_")

describe.each(engines)("T-IMAGE-1 · images of a listing on $name", (engine) => {
  let registry: TestRegistry
  let alice: Caller
  let height = 30
  beforeAll(async () => {
    registry = await openRegistry(engine)
    alice = await registry.as("alice")
    await alice.shelve("acme/triage")
  })
  afterAll(() => registry.close())

  /** A picture that nobody has sent yet. */
  const fresh = (format: Format = "png") => picture(format, { height: height++ })

  const upload = (slug: string, bytes: Uint8Array, how?: Upload, by = alice) =>
    uploadImage(registry.app, by, slug, bytes, how)
  const download = (url: string, by?: Caller, headers?: Record<string, string>) =>
    downloadFrom(registry.app, url, by, headers)
  const urlOf = imageUrlOf
  const newDraft = async (slug: string) => expect((await alice.createListing({ slug })).status).toBe(201)
  const blobs = async () => (await registry.rawSql("select digest from image_blobs")).length

  it.each<Format>(["png", "jpeg", "webp", "avif"])(
    "takes a %s and serves it as WebP to everybody, for ever",
    async (format) => {
      const slug = `acme/takes-${format}`
      await alice.createListing({ slug })
      await alice.publish(slug, { version: "1.0.0" })
      await alice.setStatus(slug, "published")
      const added = await upload(slug, await fresh(format), {
        type: `image/${format}`,
        query: "alt=A+desk%2C+seen+from+above",
      })
      expect(added.status).toBe(201)
      const [image] = added.body.images
      expect(image).toEqual({
        digest: expect.stringMatching(/^[0-9a-f]{64}$/),
        url: urlOf(added),
        width: 40,
        height: expect.any(Number),
        alt: "A desk, seen from above",
        sourceSha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      })
      expect(added.body.image).toEqual(image)

      const served = await download(urlOf(added))
      expect(served.status).toBe(200)
      expect(Object.fromEntries(served.headers)).toMatchObject({
        "content-type": "image/webp",
        "cache-control": "public, max-age=31536000, immutable",
        "x-content-type-options": "nosniff",
        "content-security-policy": "default-src 'none'; sandbox",
        "content-disposition": `inline; filename="${image?.digest}.webp"`,
      })
      expect(await sharp(served.bytes).metadata()).toMatchObject({ format: "webp", width: 40, height: image?.height })
      expect((await download(urlOf(added), undefined, { "if-none-match": `"${image?.digest}"` })).status).toBe(304)
    },
  )

  it("shows a listing's images in order, the first of them also in lists, and moves the ETag", async () => {
    await newDraft("acme/order")
    const before = (await alice.get("/v1/listings/acme/order")).headers.get("etag")
    const first = await upload("acme/order", await fresh(), { query: "alt=One" })
    const second = await upload("acme/order", await fresh(), { query: "alt=Two" })
    const read = await alice.get<Listing>("/v1/listings/acme/order")
    expect(read.body).toEqual(second.body)
    expect(read.headers.get("etag")).toBe(second.headers.get("etag"))
    expect(read.headers.get("etag")).not.toBe(before)
    expect(read.body.images.map(({ alt }) => alt)).toEqual(["One", "Two"])
    const mine = await alice.get<{ data: Listing[] }>("/v1/me/listings")
    expect(mine.body.data.find(({ slug }) => slug === "acme/order")?.image?.url).toBe(urlOf(first))
  })

  it("writes an audit row for each image that comes and goes", async () => {
    await newDraft("acme/audited")
    const { body } = await upload("acme/audited", await fresh())
    await alice.request("DELETE", `/v1/listings/acme/audited/images/${body.image?.digest}`)
    const rows = await registry.context.store.transaction((tx) => tx.audit.list(body.listingId))
    expect(rows.map(({ action }) => action)).toEqual([
      "listing.created",
      "listing.image_added",
      "listing.image_removed",
    ])
    expect(rows[1]?.details).toEqual({ digest: body.image?.digest })
  })

  it("takes the same image again as no change, and with other words as other words", async () => {
    await newDraft("acme/again")
    const bytes = await fresh()
    const first = await upload("acme/again", bytes, { query: "alt=One" })
    const second = await upload("acme/again", bytes, { query: "alt=One" })
    expect(second.status).toBe(200)
    expect(second.body).toEqual(first.body)
    const third = await upload("acme/again", bytes, { query: "alt=Two" })
    expect(third.body.images).toEqual([{ ...first.body.images[0], alt: "Two" }])
    expect(
      (await registry.context.store.transaction((tx) => tx.audit.list(first.body.listingId))).map(
        ({ action }) => action,
      ),
    ).toEqual(["listing.created", "listing.image_added", "listing.updated"])
  })

  it("turns a photograph the right way up, makes it smaller, and forgets who took it and where", async () => {
    await newDraft("acme/photo")
    const bytes = await photograph()
    expect((await sharp(bytes).metadata()).orientation).toBe(6)
    const added = await upload("acme/photo", bytes, { type: "image/jpeg" })
    expect(added.body.image).toMatchObject({ width: 20, height: 60 })
    const served = await download(urlOf(added), alice)
    const { exif, icc, xmp, iptc, orientation } = await sharp(served.bytes).metadata()
    expect({ exif, icc, xmp, iptc, orientation }).toEqual({})
    expect(served.bytes.toString("latin1")).not.toMatch(/Canary|GPS/)

    const wide = await upload("acme/photo", await picture("jpeg", { width: 4_000, height: 1_000 }), {
      type: "image/jpeg",
    })
    expect(wide.body.images.at(-1)).toMatchObject({ width: limits.imageSideMax, height: limits.imageSideMax / 4 })
  })

  it("leaves nothing but the picture of a file that is a page as well", async () => {
    await newDraft("acme/polyglot")
    const page = Buffer.from("<!doctype html><script>alert('canary')</script>")
    const rows = deflateSync(Buffer.alloc((4 * 3 + 1) * 4))
    const within = png(
      header(4, 4),
      ["tEXt", Buffer.concat([Buffer.from("Comment\0"), page])],
      ["IDAT", rows],
      ["IEND", Buffer.alloc(0)],
    )
    for (const bytes of [within, Buffer.concat([await fresh(), page])]) {
      const added = await upload("acme/polyglot", bytes)
      expect(added.status).toBe(201)
      const url = `/v1/images/${added.body.images.at(-1)?.digest}.webp`
      expect((await download(url, alice)).bytes.toString("latin1")).not.toMatch(/canary|script|html/)
    }
  })

  describe("refuses, and never breaks over,", () => {
    const bomb = () =>
      png(header(30_000, 30_000), ["IDAT", deflateSync(Buffer.alloc(1_000_000))], ["IEND", Buffer.alloc(0)])
    const cases: [string, () => Promise<Uint8Array> | Uint8Array, string][] = [
      ["nothing", () => Buffer.alloc(0), "image/png"],
      ["text", () => Buffer.from("not an image"), "image/png"],
      ["a page", () => Buffer.from("<!doctype html><script>alert(1)</script>"), "image/png"],
      ["an SVG", () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'), "image/png"],
      ["a GIF", () => animation("gif"), "image/png"],
      ["a PDF", () => Buffer.from("%PDF-1.7\n1 0 obj<<>>endobj"), "image/png"],
      [
        "a TIFF",
        () =>
          sharp({ create: { width: 4, height: 4, channels: 3, background: "#fff" } })
            .tiff()
            .toBuffer(),
        "image/png",
      ],
      ["a JPEG that says it is a PNG", () => picture("jpeg"), "image/png"],
      ["a PNG that says it is a WebP", () => picture("png"), "image/webp"],
      ["a PNG signature alone", () => png(), "image/png"],
      [
        "a PNG without its end",
        async () => (await picture("png", { width: 300, height: 300 })).subarray(0, -40),
        "image/png",
      ],
      ["a JPEG without its end", async () => (await photographed()).subarray(0, -200), "image/jpeg"],
      [
        "a WebP without its end",
        async () => (await picture("webp", { width: 300, height: 300 })).subarray(0, -20),
        "image/webp",
      ],
      [
        "an AVIF without its end",
        async () => (await picture("avif", { width: 300, height: 300 })).subarray(0, -40),
        "image/avif",
      ],
      [
        "a PNG with garbage for its data",
        () => png(header(4, 4), ["IDAT", Buffer.from("garbage")], ["IEND", Buffer.alloc(0)]),
        "image/png",
      ],
      [
        "a PNG of no size",
        () => png(header(0, 0), ["IDAT", deflateSync(Buffer.alloc(1))], ["IEND", Buffer.alloc(0)]),
        "image/png",
      ],
      ["a bomb", bomb, "image/png"],
      ["an animated WebP", () => animation("webp"), "image/webp"],
      [
        "an animated PNG",
        () =>
          png(
            header(4, 4),
            ["acTL", Buffer.from("0000000200000000", "hex")],
            ["IDAT", deflateSync(Buffer.alloc(52))],
            ["IEND", Buffer.alloc(0)],
          ),
        "image/png",
      ],
      [
        "an SVG in a WebP envelope",
        () => Buffer.from("RIFF\0\0\0\0WEBP<svg xmlns='http://www.w3.org/2000/svg'/>"),
        "image/webp",
      ],
      [
        "a HEIC in an AVIF envelope",
        () => Buffer.concat([Buffer.from([0, 0, 0, 16]), Buffer.from("ftypavif\0\0\0\0heic")]),
        "image/avif",
      ],
    ]
    const photographed = () => picture("jpeg", { width: 300, height: 300 })

    it.each(cases)("%s", async (_what, make, type) => {
      const before = await blobs()
      const answer = await upload("acme/triage", await make(), { type })
      expectRefusal(answer, 422, "IMAGE_REJECTED")
      expect(answer.problem.detail).toMatch(/^The (body|image) [a-z0-9 /.]+\.$/)
      expect(await blobs()).toBe(before)
    })

    it.each([
      ["image/svg+xml"],
      ["image/gif"],
      ["application/json"],
      ["text/html"],
      ["application/octet-stream"],
      [""],
    ])("a body called %j", async (type) => {
      expectRefusal(await upload("acme/triage", await picture(), { type }), 415, "UNSUPPORTED_MEDIA_TYPE")
    })

    it("a compressed body", async () => {
      const answer = await upload("acme/triage", await picture(), { headers: { "content-encoding": "gzip" } })
      expectRefusal(answer, 415, "UNSUPPORTED_MEDIA_TYPE")
    })

    it("one byte too much, announced or not", async () => {
      const bytes = Buffer.concat([await picture(), Buffer.alloc(limits.imageBytesMax)])
      expectRefusal(await upload("acme/triage", bytes), 413, "PAYLOAD_TOO_LARGE")
      const announced = await upload("acme/triage", await picture(), { headers: { "content-length": "99999999" } })
      expectRefusal(announced, 413, "PAYLOAD_TOO_LARGE")
    })

    it.each(["", "alt=", "alt=+", `alt=${"x".repeat(201)}`, "alt=a%E2%80%8Bb", "alt=a&alt=b", "alt=a&url=x"])(
      "what it shows said as %j",
      async (query) => {
        expectRefusal(await upload("acme/triage", await picture(), { query }), 400, "INVALID_REQUEST")
      },
    )

    it("a secret in what it shows", async () => {
      const answer = await upload("acme/triage", await picture(), { query: `alt=${secret}` })
      expectRefusal(answer, 422, "SECRET_DETECTED")
      expect(answer.problem.errors.map(({ pointer, code }) => [pointer, code])).toEqual([["/alt", "github"]])
    })
  })

  it("takes so many images and no more, also when they come at once", async () => {
    await newDraft("acme/full")
    const many = await Promise.all(Array.from({ length: limits.imagesPerListingMax + 2 }, () => fresh()))
    const answers = await Promise.all(many.map((bytes) => upload("acme/full", bytes)))
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(limits.imagesPerListingMax)
    for (const answer of answers.filter(({ status }) => status !== 201))
      expectRefusal(answer, 422, "IMAGE_LIMIT_REACHED")
    const { body } = await alice.get<Listing>("/v1/listings/acme/full")
    expect(body.images).toHaveLength(limits.imagesPerListingMax)
    expect((await alice.request("DELETE", `/v1/listings/acme/full/images/${body.image?.digest}`)).status).toBe(200)
    expect((await upload("acme/full", await fresh())).status).toBe(201)
  })
})
