import { describe, expect, it, vi } from "vitest"
import type { FleetPrompt } from "../src/index.ts"
import { answers, client, failure, json, mockRegistry, token } from "./registry.ts"
import * as wire from "./wire.ts"

mockRegistry()

const slug = "acme/support-triage"
const create = { slug, assetKind: "whs_agent", name: "Support Triage", summary: "Routes tickets" } as const
const publish = { version: "1.4.0", refs: { whsAgentId: "agt_123" } }
const install = { listing: slug, target: "whs" }

interface Case {
  name: string
  call: (fp: FleetPrompt) => PromiseLike<unknown>
  sends: string
  body?: object
  reply: object
}

const cases: Case[] = [
  { name: "whoami", call: (fp) => fp.whoami(), sends: "GET /v1/whoami", reply: wire.whoami },
  { name: "discover", call: (fp) => fp.discover(), sends: "GET /.well-known/fleetprompt", reply: wire.discovery },
  {
    name: "publishers.claim",
    call: (fp) => fp.publishers.claim({ handle: "acme", displayName: "Acme" }),
    sends: "POST /v1/publishers",
    body: { handle: "acme", displayName: "Acme" },
    reply: wire.publisher,
  },
  {
    name: "publishers.get",
    call: (fp) => fp.publishers.get("acme"),
    sends: "GET /v1/publishers/acme",
    reply: wire.publisher,
  },
  {
    name: "listings.search",
    call: (fp) => fp.listings.search({ q: "a&b", kind: "whs_agent", limit: 10 }),
    sends: "GET /v1/listings?q=a%26b&kind=whs_agent&limit=10",
    reply: wire.page([wire.card]),
  },
  {
    name: "listings.mine",
    call: (fp) => fp.listings.mine(),
    sends: "GET /v1/me/listings",
    reply: wire.page([wire.card]),
  },
  {
    name: "listings.get by slug",
    call: (fp) => fp.listings.get(slug),
    sends: `GET /v1/listings/${slug}`,
    reply: wire.listing,
  },
  {
    name: "listings.get by id",
    call: (fp) => fp.listings.get(wire.id("lst")),
    sends: `GET /v1/listings/${wire.id("lst")}`,
    reply: wire.listing,
  },
  {
    name: "listings.create",
    call: (fp) => fp.listings.create(create),
    sends: "POST /v1/listings",
    body: create,
    reply: wire.listing,
  },
  {
    name: "listings.update",
    call: (fp) => fp.listings.update(slug, { name: "Triage" }, { ifMatch: '"lst-17"' }),
    sends: `PATCH /v1/listings/${slug}`,
    body: { name: "Triage" },
    reply: wire.listing,
  },
  {
    name: "listings.setStatus",
    call: (fp) => fp.listings.setStatus(slug, "published"),
    sends: `PUT /v1/listings/${slug}/status`,
    body: { status: "published" },
    reply: wire.listing,
  },
  {
    name: "releases.publish",
    call: (fp) => fp.releases.publish(slug, publish),
    sends: `POST /v1/listings/${slug}/releases`,
    body: publish,
    reply: wire.publishedRelease,
  },
  {
    name: "releases.list",
    call: (fp) => fp.releases.list(slug, { cursor: "c1" }),
    sends: `GET /v1/listings/${slug}/releases?cursor=c1`,
    reply: wire.page([wire.release]),
  },
  {
    name: "releases.get",
    call: (fp) => fp.releases.get(slug, "1.4.0"),
    sends: `GET /v1/listings/${slug}/releases/1.4.0`,
    reply: wire.fullRelease,
  },
  { name: "targets.list", call: (fp) => fp.targets.list(), sends: "GET /v1/targets", reply: { data: [wire.target] } },
  {
    name: "installs.create",
    call: (fp) => fp.installs.create(install),
    sends: "POST /v1/install-intents",
    body: install,
    reply: wire.issuedInstall,
  },
  {
    name: "installs.get",
    call: (fp) => fp.installs.get(wire.id("ins")),
    sends: `GET /v1/install-intents/${wire.id("ins")}`,
    reply: wire.intent,
  },
  {
    name: "installs.list",
    call: (fp) => fp.installs.list({ limit: 5 }),
    sends: "GET /v1/install-intents?limit=5",
    reply: wire.page([wire.intent]),
  },
]

const isPost = ({ sends }: Case) => sends.startsWith("POST")

describe("each method", () => {
  it.each(cases)("$name sends $sends and returns the reply", async ({ call, sends, body, reply }) => {
    const seen = answers(json(reply))
    expect(await call(client().fp)).toEqual(reply)
    expect(seen.map((request) => `${request.method} ${request.address}`)).toEqual([sends])
    expect(seen[0]?.body).toBe(body === undefined ? "" : JSON.stringify(body))
    expect(seen[0]?.headers.get("content-type")).toBe(body === undefined ? null : "application/json")
  })

  it.each(cases.filter(isPost))("$name carries an Idempotency-Key, as every POST does", async ({ call, reply }) => {
    const seen = answers(json(reply))
    await call(client().fp)
    expect(seen[0]?.headers.get("idempotency-key")).toMatch(/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/)
  })

  it.each(cases.filter((each) => !isPost(each)))("$name carries no Idempotency-Key", async ({ call, reply }) => {
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
