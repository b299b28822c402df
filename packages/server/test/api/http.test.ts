import { randomUUID } from "node:crypto"
import { limits } from "@fleetprompt/sdk/contracts"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { createApp } from "../../src/app.ts"
import { expectRefusal } from "../support/answers.ts"
import { Caller, exampleListing } from "../support/caller.ts"
import { engines } from "../support/engines.ts"
import { openRegistry, type TestRegistry } from "../support/registry.ts"

describe.each(engines)("Every route on $name", (engine) => {
  let registry: TestRegistry
  let alice: Caller
  beforeAll(async () => {
    registry = await openRegistry(engine)
    alice = await registry.as("alice")
    await alice.shelve("acme/triage")
  })
  afterAll(() => registry.close())

  it("names each request itself, whatever the client calls it, and logs the pattern of the address alone", async () => {
    const answer = await registry.anonymous.get("/v1/listings/acme/triage", {
      headers: { "x-request-id": "forged\u00ff" },
    })
    const requestId = answer.headers.get("x-request-id")
    expect(requestId).toMatch(/^req_[0-9A-Za-z]{22}$/)
    const line = registry.logged.find(({ fields }) => fields["requestId"] === requestId)
    expect(line?.fields).toMatchObject({ method: "GET", path: "/v1/listings/:publisher/:name", status: 200 })
    expect(JSON.stringify(line)).not.toMatch(/forged|acme/)
  })

  it("answers an unknown address and a wrong method with a problem", async () => {
    expectRefusal(await registry.anonymous.get("/v1/nothing-here"), 404, "NOT_FOUND")
    const wrong = await registry.anonymous.request("DELETE", "/v1/listings")
    expectRefusal(wrong, 405, "METHOD_NOT_ALLOWED")
    expect(wrong.headers.get("allow")).toBe("GET, HEAD, POST")
  })

  it("answers a bug of ours without a word of it, and logs it once", async () => {
    const broken = {
      ...registry.context,
      store: { ...registry.context.store, ping: () => Promise.reject(new Error("disk /var/secret on fire")) },
    }
    const before = registry.logged.length
    const answer = await new Caller(createApp(broken), undefined).get("/readyz")
    expectRefusal(answer, 500, "INTERNAL")
    expect(JSON.stringify(answer.body)).not.toContain("secret")
    const failures = registry.logged.slice(before).filter(({ fields }) => "error" in fields)
    expect(failures).toHaveLength(1)
  })

  it.each<[string, Record<string, string>, number, string]>([
    ["no media type", { "content-type": "" }, 415, "UNSUPPORTED_MEDIA_TYPE"],
    ["a form", { "content-type": "application/x-www-form-urlencoded" }, 415, "UNSUPPORTED_MEDIA_TYPE"],
    ["plain text", { "content-type": "text/plain" }, 415, "UNSUPPORTED_MEDIA_TYPE"],
    [
      "a compressed body",
      { "content-type": "application/json", "content-encoding": "gzip" },
      415,
      "UNSUPPORTED_MEDIA_TYPE",
    ],
    ["a lying length", { "content-type": "application/json", "content-length": "999999999" }, 413, "PAYLOAD_TOO_LARGE"],
  ])("refuses %s before reading it", async (_what, headers, status, code) => {
    expectRefusal(await alice.post("/v1/listings", "{}", { headers }), status, code)
  })

  it.each(["", "{", "[1,]", '{"a":1}{}', "NaN", "\u0000", "'x'", "undefined"])(
    "refuses %j, which is not JSON",
    async (text) => {
      expectRefusal(await alice.post("/v1/listings", text), 400, "INVALID_JSON")
    },
  )

  it.each(["null", "[]", "1", '"text"', "{}"])("refuses %.40s, which is JSON of the wrong shape", async (text) => {
    expectRefusal(await alice.post("/v1/listings", text), 422, "VALIDATION_FAILED")
  })

  it("takes a body of the largest size and refuses one byte more, announced or not", async () => {
    const body = (bytes: number) => {
      const text = JSON.stringify({ ...exampleListing, slug: "acme/big", padding: "" })
      return text.replace('"padding":""', `"padding":"${"x".repeat(bytes - text.length)}"`)
    }
    expectRefusal(await alice.post("/v1/listings", body(limits.requestBodyBytesMax)), 422, "VALIDATION_FAILED")
    expectRefusal(await alice.post("/v1/listings", body(limits.requestBodyBytesMax + 1)), 413, "PAYLOAD_TOO_LARGE")
    const stream = new Blob([body(limits.requestBodyBytesMax + 1)]).stream()
    const headers = {
      authorization: `Bearer ${alice.credential}`,
      "content-type": "application/json",
      "idempotency-key": randomUUID(),
    }
    const chunked = await registry.app.request("/v1/listings", {
      method: "POST",
      headers,
      body: stream,
      duplex: "half",
    } as RequestInit)
    expect(chunked.status).toBe(413)
  })

  it("caches public reads and never what was read with a credential", async () => {
    const open = await registry.anonymous.get("/v1/listings/acme/triage")
    expect(open.headers.get("cache-control")).toBe("public, max-age=30, stale-while-revalidate=60")
    expect(open.headers.get("vary")).toBe("Authorization")
    const own = await alice.get("/v1/listings/acme/triage")
    expect(own.headers.get("cache-control")).toBe("private, no-store")
    const refused = await registry.anonymous.get("/v1/listings/acme/no-such")
    expect(refused.headers.get("cache-control")).toBe("no-store")
  })

  it("answers HEAD like GET without the body, and lets no cache keep a health check", async () => {
    const [read, head] = ["GET", "HEAD"].map((method) => registry.anonymous.request(method, "/v1/listings/acme/triage"))
    const kept = async (answer: typeof read) =>
      [...((await answer)?.headers ?? [])].filter(([name]) => name !== "x-request-id" && name !== "ratelimit")
    expect(await kept(head)).toEqual(await kept(read))
    expect((await head)?.body).toBeNull()
    for (const path of ["/healthz", "/readyz"]) {
      expect((await registry.anonymous.get(path)).headers.get("cache-control")).toBe("private, no-store")
    }
  })

  it("answers 304 to the current ETag and 200 after a change", async () => {
    const { headers } = await registry.anonymous.get("/v1/listings/acme/triage")
    const etag = headers.get("etag") ?? ""
    const conditional = () =>
      registry.anonymous.get("/v1/listings/acme/triage", { headers: { "if-none-match": `"x", W/${etag}` } })
    const unchanged = await conditional()
    expect(unchanged).toMatchObject({ status: 304, body: null })
    expect(unchanged.headers.get("etag")).toBe(etag)
    await alice.updateListing("acme/triage", etag, { name: "Renamed" })
    expect((await conditional()).status).toBe(200)
  })

  it("refuses an address of more than 8 KiB", async () => {
    expectRefusal(await registry.anonymous.get(`/v1/listings?q=${"x".repeat(9_000)}`), 414, "URI_TOO_LONG")
  })

  it("says where it is, what a manifest looks like, and that it is well", async () => {
    const discovery = await registry.anonymous.get("/.well-known/fleetprompt")
    expect(discovery.body).toMatchObject({ issuer: "https://registry.example", apiBase: "https://registry.example/v1" })
    const schema = await registry.anonymous.get("/schema/manifest-v1.json")
    expect(schema.body).toMatchObject({
      title: "FleetPrompt manifest",
      // One listing, or several.
      anyOf: [{ type: "object" }, { type: "object" }],
    })
    expect((await registry.anonymous.get("/healthz")).body).toEqual({ status: "ok" })
    expect((await registry.anonymous.get("/readyz")).body).toEqual({ status: "ready" })
  })
})
