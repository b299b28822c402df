import { describe, expect, it, vi } from "vitest"
import { imagesOf } from "../src/images/index.ts"
import { accountCalls } from "./calls/account.ts"
import { trustedPublishingCalls } from "./calls/trusted-publishing.ts"
import { adminCalls } from "./calls/admin.ts"
import type { ApiCall } from "./calls/api-call.ts"
import { imageCalls } from "./calls/images.ts"
import { installCalls } from "./calls/installs.ts"
import { listingCalls } from "./calls/listings.ts"
import { registryCalls } from "./calls/registry.ts"
import { answers, client, failure, json, mockRegistry, token } from "./registry.ts"
import * as wire from "./wire.ts"

mockRegistry()

const slug = "acme/support-triage"
const create = { slug, assetKind: "whs_agent", name: "Support Triage", summary: "Routes tickets" } as const
const calls = [
  ...registryCalls,
  ...listingCalls,
  ...imageCalls,
  ...installCalls,
  ...accountCalls,
  ...trustedPublishingCalls,
  ...adminCalls,
]

const isPost = ({ sends }: ApiCall) => sends.startsWith("POST")

describe("each method", () => {
  it.each(calls)("$name sends $sends and returns the reply", async ({ call, sends, body, reply }) => {
    const seen = answers(json(reply))
    expect(await call(client().fp)).toEqual(reply)
    expect(seen.map((request) => `${request.method} ${request.address}`)).toEqual([sends])
    expect(seen[0]?.body).toBe(body === undefined ? "" : JSON.stringify(body))
    expect(seen[0]?.headers.get("content-type")).toBe(body === undefined ? null : "application/json")
  })

  it.each(calls.filter(isPost))("$name carries an Idempotency-Key, as every POST does", async ({ call, reply }) => {
    const seen = answers(json(reply))
    await call(client().fp)
    expect(seen[0]?.headers.get("idempotency-key")).toMatch(/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/)
  })

  it.each(calls.filter((each) => !isPost(each)))("$name carries no Idempotency-Key", async ({ call, reply }) => {
    const seen = answers(json(reply))
    await call(client().fp)
    expect(seen[0]?.headers.has("idempotency-key")).toBe(false)
  })
})

describe("the credential", () => {
  it("is sent as a bearer token", async () => {
    const seen = answers(json(wire.whoami))
    await client().fp.whoami()
    expect(seen[0]?.headers.get("authorization")).toBe(`Bearer ${token}`)
  })

  it("is left out where there is none", async () => {
    const seen = answers(json(wire.discovery))
    await client({ token: undefined }).fp.discover()
    expect(seen[0]?.headers.has("authorization")).toBe(false)
  })

  it("is asked for again before every attempt", async () => {
    const seen = answers(() => new Response("", { status: 503 }), json(wire.whoami))
    const tokens = ["first", "second"]
    await client({ token: async () => tokens.shift() ?? "none" }).fp.whoami()
    expect(seen.map(({ headers }) => headers.get("authorization"))).toEqual(["Bearer first", "Bearer second"])
  })

  it("is not sent where the token function throws: the error is the function's own, whatever it says of itself", async () => {
    const seen = answers(json(wire.whoami))
    const own = Object.assign(new Error("The keyring is locked."), { retryable: true })
    const ask = vi.fn<() => Promise<string>>(() => Promise.reject(own))
    expect(await failure(client({ token: ask }).fp.whoami())).toBe(own)
    expect(ask).toHaveBeenCalledOnce()
    expect(seen).toEqual([])
  })

  it.each(["", `${token}\n${token}`, "tokén"])("is refused where it is %j, which no header can carry", async (text) => {
    const seen = answers(json(wire.whoami))
    expect(await failure(client({ token: text }).fp.whoami())).toBeInstanceOf(TypeError)
    expect(seen).toEqual([])
  })
})

describe("the Idempotency-Key", () => {
  it("differs from call to call", async () => {
    const seen = answers(json(wire.listing))
    const { fp } = client()
    await fp.listings.create(create)
    await fp.listings.create(create)
    expect(new Set(seen.map(({ headers }) => headers.get("idempotency-key"))).size).toBe(2)
  })

  it("stays the same, as does the body, in every attempt of one call", async () => {
    const seen = answers(
      () => new Response("", { status: 502 }),
      () => Response.error(),
      json(wire.listing),
    )
    await client().fp.listings.create(create)
    expect(seen).toHaveLength(3)
    expect(new Set(seen.map(({ headers }) => headers.get("idempotency-key"))).size).toBe(1)
    expect(new Set(seen.map(({ body }) => body)).size).toBe(1)
  })

  it("is the caller's own where one is given", async () => {
    const seen = answers(json(wire.listing))
    await client().fp.listings.create(create, { idempotencyKey: "run-4711-listing" })
    expect(seen[0]?.headers.get("idempotency-key")).toBe("run-4711-listing")
  })
})

describe("the other headers", () => {
  it("send the ETag of an update as If-Match", async () => {
    const seen = answers(json(wire.listing))
    await client().fp.listings.update(slug, { name: "Triage" }, { ifMatch: '"lst-17"' })
    expect(seen[0]?.headers.get("if-match")).toBe('"lst-17"')
  })

  it("name the calling program", async () => {
    const seen = answers(json(wire.discovery))
    await client({ userAgent: "acme-sync/2.0" }).fp.discover()
    expect(seen[0]?.headers.get("user-agent")).toBe("acme-sync/2.0")
  })
})

describe("an image", () => {
  it("is sent as the bytes it is, under its own media type", async () => {
    const seen = answers(json(wire.listing))
    const bytes = Uint8Array.of(0x89, 0x50, 0x4e, 0x47)
    await imagesOf(client().fp).add(slug, { bytes, mediaType: "image/png", alt: "Two people & a ticket" })
    expect(seen[0]?.address).toBe(`/v1/listings/${slug}/images?alt=Two+people+%26+a+ticket`)
    expect(seen[0]?.headers.get("content-type")).toBe("image/png")
    expect(seen[0]?.bytes).toEqual(bytes)
  })
})

describe("names in an address", () => {
  it("are percent-encoded, so that they stay one segment", async () => {
    const seen = answers(json(wire.publisher))
    await client().fp.publishers.get("a/../b?c#d%2f")
    expect(seen[0]?.address).toBe("/v1/publishers/a%2F..%2Fb%3Fc%23d%252f")
  })

  it.each(["", ".", ".."])("are refused where a URL parser would fold %j away", async (handle) => {
    const seen = answers(json(wire.publisher))
    expect(await failure(client().fp.publishers.get(handle))).toBeInstanceOf(TypeError)
    expect(seen).toEqual([])
  })

  it.each(["acme", "acme/", "acme/a/b", "acme/../x", "../whoami", "Acme/Triage", "lst", "acme/a?b=c"])(
    "are refused where %j is no slug",
    async (text) => {
      const seen = answers(json(wire.page([])))
      const { fp } = client()
      expect(await failure(fp.listings.get(text))).toBeInstanceOf(TypeError)
      expect(await failure(fp.listings.setStatus(text, "draft"))).toBeInstanceOf(TypeError)
      expect(await failure(fp.releases.list(text))).toBeInstanceOf(TypeError)
      expect(seen).toEqual([])
    },
  )

  it("stand below the path of the registry's address", async () => {
    const seen = answers(json(wire.discovery))
    await client({ baseUrl: "https://registry.example/catalog/" }).fp.discover()
    expect(seen[0]?.address).toBe("/catalog/.well-known/fleetprompt")
  })
})
