import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { expectRefusal, expectSameAnswer } from "../support/answers.ts"
import type { Caller } from "../support/caller.ts"
import { engines } from "../support/engines.ts"
import { download as downloadFrom, imageUrlOf, uploadImage } from "../support/images.ts"
import { picture } from "../support/pictures.ts"
import { openRegistry, type TestRegistry } from "../support/registry.ts"

describe.each(engines)("T-IMAGE-2 · whoever knows a digest, on $name", (engine) => {
  let registry: TestRegistry
  let alice: Caller
  let height = 30
  const fresh = () => picture("png", { height: height++ })
  const upload = (slug: string, bytes: Uint8Array, by = alice) => uploadImage(registry.app, by, slug, bytes)
  const download = (url: string, by?: Caller) => downloadFrom(registry.app, url, by)
  beforeAll(async () => {
    registry = await openRegistry(engine)
    alice = await registry.as("alice")
    await alice.shelve("acme/triage")
  })
  afterAll(() => registry.close())

  it("gets the image of a draft or a suspended listing only as a member who may read it", async () => {
    await alice.createListing({ slug: "acme/quiet" })
    const url = imageUrlOf(await upload("acme/quiet", await fresh()))
    const missing = `/v1/images/${"0".repeat(64)}.webp`
    const mallory = await registry.as("mallory")
    const limited = await registry.as("alice", ["listing:write"])
    const expectHidden = async () => {
      for (const reader of [registry.anonymous, mallory, limited]) {
        expectSameAnswer(await reader.get(url), await reader.get(missing))
        expectRefusal(await reader.get(url), 404, "NOT_FOUND")
      }
      const etag = `"${url.slice("/v1/images/".length, -".webp".length)}"`
      expect((await registry.anonymous.get(url, { headers: { "if-none-match": etag } })).status).toBe(404)
      const own = await download(url, alice)
      expect([own.status, own.headers.get("cache-control")]).toEqual([200, "private, no-store"])
    }
    await expectHidden()
    await alice.publish("acme/quiet", { version: "1.0.0" })
    await alice.setStatus("acme/quiet", "unlisted")
    expect((await download(url)).status).toBe(200)
    expect((await download(url, mallory)).status).toBe(200)
    await registry.rawSql("update listings set status = 'suspended' where slug_name = 'quiet'")
    await expectHidden()
  })

  it("cannot touch somebody else's listing, whose images are answered like those of none", async () => {
    const mallory = await registry.as("mallory")
    const bytes = await fresh()
    const { body } = await upload("acme/triage", bytes)
    const before = await alice.get("/v1/listings/acme/triage")
    const digest = body.image?.digest
    expectSameAnswer(await upload("acme/triage", bytes, mallory), await upload("acme/no-such", bytes, mallory))
    expectSameAnswer(
      await mallory.request("DELETE", `/v1/listings/acme/triage/images/${digest}`),
      await mallory.request("DELETE", `/v1/listings/acme/no-such/images/${digest}`),
    )
    expect((await alice.get("/v1/listings/acme/triage")).body).toEqual(before.body)
    // Refused before anything was decoded: these bytes are no image at all.
    expectRefusal(await upload("acme/triage", Buffer.from("x"), mallory), 404, "NOT_FOUND")
  })

  it.each(["x.webp", `${"0".repeat(64)}.png`, "0".repeat(64), `${"A".repeat(64)}.webp`, "..%2f..%2fetc%2fpasswd.webp"])(
    "finds nothing at %s",
    async (name) => {
      expectRefusal(await registry.anonymous.get(`/v1/images/${name}`), 404, "NOT_FOUND")
    },
  )
})
