import { afterAll, beforeAll, describe, expect, it } from "vitest"
import type { Caller } from "../support/caller.ts"
import { engines } from "../support/engines.ts"
import { fieldsOf } from "../support/fields.ts"
import { picture } from "../support/pictures.ts"
import { openRegistry, type TestRegistry } from "../support/registry.ts"
import { type Visitor, wordsOf } from "../support/visitor.ts"
import { browserOf } from "../support/web-session.ts"

const href = "/console/listings/acme/triage/images"

describe.each(engines)("T-CONSOLE-4 · the images of a listing in the console, on $name", (engine) => {
  let registry: TestRegistry
  let alice: Caller
  let browser: Visitor
  let eve: Visitor
  beforeAll(async () => {
    registry = await openRegistry(engine)
    alice = await registry.as("alice")
    await alice.claim("acme")
    await alice.createListing({ slug: "acme/triage" })
    browser = await browserOf(registry, alice)
    eve = await browserOf(registry, await registry.as("eve"))
  })
  afterAll(() => registry.close())

  const images = async () =>
    (await alice.get<{ images: { digest: string; alt: string }[] }>("/v1/listings/acme/triage")).body.images
  const png = async (height = 8) => ({ name: "image", bytes: await picture("png", { height }), type: "image/png" })

  it("are uploaded with a form, and seen by the members of a draft alone", async () => {
    const file = await png()
    expect((await browser.sendFile(href, { alt: "A desk" }, file, { "sec-fetch-site": "cross-site" })).status).toBe(403)
    expect((await browser.sendFile(href, { alt: 'A "desk" <b>' }, file)).headers.get("location")).toBe(href)
    const [image] = await images()
    expect(image).toMatchObject({ alt: 'A "desk" <b>' })
    const seen = await browser.get(href)
    expect(seen.html).toContain(`/console/images/${image?.digest}.webp`)
    expect(seen.html).not.toContain("<b>&quot;")
    const bytes = await browser.get(`/console/images/${image?.digest}.webp`)
    expect([bytes.status, bytes.headers.get("content-type")]).toEqual([200, "image/webp"])
    expect(bytes.headers.get("cache-control")).toBe("private, no-cache")
    expect((await eve.get(`/console/images/${image?.digest}.webp`)).status).toBe(404)
  })

  it("are refused with what is wrong, and what was typed stays", async () => {
    const none = await browser.send(href, { alt: "A desk" })
    expect([none.status, none.html]).toEqual([422, expect.stringMatching(/id="image-wrong">It must be a PNG/)])
    expect(fieldsOf(none, href)).toMatchObject({ alt: "A desk" })
    const svg = { name: "image", bytes: Buffer.from("<svg onload='alert(1)'/>"), type: "image/svg+xml" }
    expect((await browser.sendFile(href, { alt: "A" }, svg)).status).toBe(422)
    const lie = await browser.sendFile(href, { alt: "A" }, { ...svg, type: "image/png" })
    expect([lie.status, lie.html]).toEqual([422, expect.stringContaining('id="image-wrong"')])
    expect((await browser.sendFile(href, { alt: "" }, await png())).html).toMatch(/id="alt-wrong">It must not be empty/)
    const large = { ...(await png()), bytes: new Uint8Array(5_400_000) }
    expect((await browser.sendFile(href, { alt: "A" }, large)).status).toBe(413)
    const broken = { "content-type": "multipart/form-data; boundary=x" }
    expect((await browser.send(href, { alt: "A" }, broken)).status).toBe(400)
    expect(await images()).toHaveLength(1)
  })

  it("are put in order, described anew and removed", async () => {
    await browser.sendFile(href, { alt: "Second" }, await png(9))
    const before = (await images()).map(({ digest }) => digest)
    const fields = fieldsOf(await browser.get(href), `${href}/order`)
    expect(fields["digests"]).toBe(before.toReversed().join(" "))
    expect((await browser.send(`${href}/order`, fields)).headers.get("location")).toBe(href)
    expect((await images()).map(({ digest }) => digest)).toEqual(before.toReversed())
    expect((await browser.send(`${href}/order`, { digests: before[0] ?? "" })).status).toBe(422)
    const [first] = await images()
    const one = `${href}/${first?.digest}`
    expect((await browser.send(one, { alt: "Better words" })).headers.get("location")).toBe(href)
    expect((await images())[0]).toMatchObject({ alt: "Better words" })
    const wrong = await browser.send(one, { alt: "" })
    expect([wrong.status, wordsOf(wrong)]).toEqual([422, expect.stringContaining("It must not be empty.")])
    expect((await browser.send(`${one}/remove`, {})).headers.get("location")).toBe(href)
    expect(await images()).toHaveLength(1)
  })

  it("are nobody else's to see or change", async () => {
    const [image] = await images()
    const seen = [
      await eve.get(href),
      await eve.sendFile(href, { alt: "Mine" }, await png()),
      await eve.send(`${href}/order`, { digests: image?.digest ?? "" }),
      await eve.send(`${href}/${image?.digest}`, { alt: "Mine" }),
      await eve.send(`${href}/${image?.digest}/remove`, {}),
    ]
    expect(seen.map(({ status }) => status)).toEqual([404, 404, 404, 404, 404])
  })
})
