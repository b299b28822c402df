import {
  type AuditEntry,
  type Discovery,
  type Listing,
  type PublishedRelease,
  releaseDigest,
} from "@fleetprompt/sdk/contracts"
import { verifyReceipt } from "@fleetprompt/sdk/receipts"
import { randomUUID } from "node:crypto"
import { beforeEach, describe, expect, it } from "vitest"
import { routesOf } from "../../src/app.ts"
import { expectRefusal, expectSameAnswer } from "../support/answers.ts"
import type { Caller } from "../support/caller.ts"
import { minutes } from "../support/clock.ts"
import { openSession } from "../support/device-login.ts"
import { engines } from "../support/engines.ts"
import { uploadImage } from "../support/images.ts"
import { picture } from "../support/pictures.ts"
import { openRegistry, type TestRegistry } from "../support/registry.ts"
import { exchange, runFor, trust } from "../support/trusted-runs.ts"

const slug = "acme/triage"
const content = { version: "1.0.0", refs: { whsAgentId: "agt_1" }, compatibility: {}, artifact: null, notes: "" }
const digest = await releaseDigest("whs_agent", content)
const wanted = { listing: slug, version: "1.0.0", digest }

/** The digest of an image that nobody sent. */
const unknown = "0".repeat(64)

/** Every call that a run may make; it is refused every other. */
const allowed = [
  "DELETE /v1/listings/:publisher/:name/images/:digest",
  "GET /v1/listings/:publisher/:name",
  "GET /v1/listings/:publisher/:name/releases/:version",
  "PATCH /v1/listings/:publisher/:name",
  "POST /v1/listings",
  "POST /v1/listings/:publisher/:name/images",
  "POST /v1/listings/:publisher/:name/releases",
  "PUT /v1/listings/:publisher/:name/images",
  "PUT /v1/listings/:publisher/:name/images/:digest",
  "PUT /v1/listings/:publisher/:name/status",
]

describe.each(engines)("T-TRUST-4 · the token of a run on $name", (engine) => {
  let registry: TestRegistry
  let alice: Caller
  let run: Caller
  beforeEach(async () => {
    registry = await openRegistry(engine)
    alice = await registry.as("alice")
    await alice.claim("acme")
    await trust(registry, alice, slug)
    run = await runFor(registry, wanted)
    return () => registry.close()
  })

  const revoke = (caller: Caller) => caller.request("DELETE", "/v1/trusted-publishing/token")

  it("makes the first release of a listing that was not there, and makes it public", async () => {
    expectRefusal(await run.get(`/v1/listings/${slug}`), 404, "NOT_FOUND")
    expect((await run.createListing({ slug })).status).toBe(201)
    expect((await run.get(`/v1/listings/${slug}`)).status).toBe(200)
    expect((await run.publish(slug, { version: "1.0.0" })).body).toMatchObject({ result: "created" })
    expect((await run.setStatus(slug, "published")).body).toMatchObject({ status: "published" })
    const { body } = await registry.anonymous.get(`/v1/listings/${slug}/releases/1.0.0`)
    expect(body).toMatchObject({
      digest,
      provenance: {
        provider: "github",
        issuer: "https://ci.example",
        repository: "acme/triage",
        repositoryId: "7001",
        ownerId: "42",
        commit: "4b825dc642cb6eb9a060e54bf8d69288fbee4904",
        ref: "refs/tags/v1.0.0",
        workflow: ".github/workflows/release.yml",
        environment: null,
        runId: "9001",
        runAttempt: "1",
        runUrl: "https://github.com/acme/triage/actions/runs/9001/attempts/1",
        verifiedAtMs: registry.clock.nowMs(),
      },
    })
    const { body: trusted } = await alice.get(`/v1/listings/${slug}/trusted-publishers`)
    expect(trusted).toMatchObject({ data: [{ isPending: false }] })
  })

  it("gets a receipt that says where the release came from", async () => {
    await run.createListing({ slug })
    const { body } = await run.publish(slug, { version: "1.0.0" })
    const { receipt, release } = body as unknown as PublishedRelease
    const { body: discovery } = await registry.anonymous.get<Discovery>("/.well-known/fleetprompt")
    const said = await verifyReceipt(receipt, { discovery, nowMs: registry.clock.nowMs() })
    expect(release.provenance).toMatchObject({ repository: "acme/triage", runId: "9001" })
    expect(said.provenance).toEqual(release.provenance)
  })

  it("publishes to a draft that is there, again without a change, and updates its words", async () => {
    await alice.createListing({ slug })
    const { headers } = await run.get(`/v1/listings/${slug}`)
    const updated = await run.updateListing(slug, headers.get("etag") ?? undefined, { name: "Triage" })
    expect(updated.body).toMatchObject({ name: "Triage" })
    expect((await run.publish(slug, { version: "1.0.0" })).body).toMatchObject({ result: "created" })
    expect((await run.publish(slug, { version: "1.0.0" })).body).toMatchObject({ result: "unchanged" })
  })

  it("adds, describes, orders and takes off the images of its listing, and the audit log says who did", async () => {
    await run.createListing({ slug })
    await uploadImage(registry.app, run, slug, await picture("png", { height: 31 }), { query: "alt=One" })
    const added = await uploadImage(registry.app, run, slug, await picture("png", { height: 32 }), { query: "alt=Two" })
    expect(added.status).toBe(201)
    const digests = added.body.images.map(({ digest: each }) => each)
    const address = `/v1/listings/${slug}/images`
    const altsOf = (answer: { body: Listing }) => answer.body.images.map(({ alt }) => alt)
    const described = await run.request<Listing>("PUT", `${address}/${digests[0]}`, { alt: "First" })
    expect(altsOf(described)).toEqual(["First", "Two"])
    const ordered = await run.request<Listing>("PUT", address, { digests: digests.toReversed() })
    expect(altsOf(ordered)).toEqual(["Two", "First"])
    expect(altsOf(await run.request<Listing>("DELETE", `${address}/${digests[1]}`))).toEqual(["First"])
    const { body } = await alice.get<{ data: AuditEntry[] }>("/v1/publishers/acme/audit")
    const actors = body.data.filter(({ action }) => action.startsWith("listing.image_")).map(({ actor }) => actor)
    const byRun = { kind: "system", id: expect.stringMatching(/^tpb_/) }
    expect(actors).toEqual([byRun, byRun, byRun])
  })

  it("leaves no provenance where a person publishes", async () => {
    await alice.createListing({ slug })
    await alice.publish(slug, { version: "1.0.0" })
    const { body } = await alice.get(`/v1/listings/${slug}/releases/1.0.0`)
    expect(body).toMatchObject({ provenance: null })
  })

  it("is good for one version and one content", async () => {
    await run.createListing({ slug })
    expectRefusal(await run.publish(slug, { version: "1.0.1" }), 403, "RELEASE_NOT_ALLOWED")
    expectRefusal(await run.publish(slug, { version: "1.0.0", notes: "Other." }), 422, "DIGEST_MISMATCH")
    expect((await run.publish(slug, { version: "1.0.0" })).status).toBe(201)
    expectRefusal(await run.publish(slug, { version: "2.0.0" }), 403, "RELEASE_NOT_ALLOWED")
  })

  it("is good for one listing, and does not tell what others there are", async () => {
    await alice.createListing({ slug: "acme/other" })
    for (const other of ["acme/other", "acme/nothing"]) {
      expectRefusal(await run.get(`/v1/listings/${other}`), 403, "LISTING_NOT_ALLOWED")
      expectRefusal(await run.publish(other, { version: "1.0.0" }), 403, "LISTING_NOT_ALLOWED")
      expectRefusal(await run.updateListing(other, '"lst-1"', { name: "x" }), 403, "LISTING_NOT_ALLOWED")
      expectRefusal(await run.setStatus(other, "published"), 403, "LISTING_NOT_ALLOWED")
      expectRefusal(await run.createListing({ slug: other }), 403, "LISTING_NOT_ALLOWED")
      const images = `/v1/listings/${other}/images`
      // Refused before anything was decoded: these bytes are no image at all.
      expectRefusal(await uploadImage(registry.app, run, other, Buffer.from("x")), 403, "LISTING_NOT_ALLOWED")
      expectRefusal(await run.request("PUT", images, { digests: [] }), 403, "LISTING_NOT_ALLOWED")
      expectRefusal(await run.request("PUT", `${images}/${unknown}`, { alt: "x" }), 403, "LISTING_NOT_ALLOWED")
      expectRefusal(await run.request("DELETE", `${images}/${unknown}`), 403, "LISTING_NOT_ALLOWED")
    }
    expectSameAnswer(await run.get("/v1/listings/acme/other"), await run.get("/v1/listings/acme/nothing"))
  })

  it("makes a draft public, and changes no other status", async () => {
    await alice.shelve(slug, "0.9.0")
    expectRefusal(await run.setStatus(slug, "unlisted"), 409, "INVALID_STATE_TRANSITION")
    expectRefusal(await run.setStatus(slug, "draft"), 409, "INVALID_STATE_TRANSITION")
    expect((await run.setStatus(slug, "published")).status).toBe(200)
  })

  it("opens the routes that publishing needs, and no other: `fpci_` as PAT is refused", async () => {
    await alice.shelve(slug, "0.9.0")
    const met = new Map<string, number>()
    for (const { method, path, kind, operation } of routesOf(registry.context)) {
      if (kind !== "api" || path === "/v1/trusted-publishing/token") continue
      const address = path.replace(":publisher/:name", slug).replace(":version", "0.9.0")
      const filled = address.replaceAll(/:(\w+)/g, "x")
      const headers = { authorization: `Bearer ${run.credential ?? ""}`, "idempotency-key": randomUUID() }
      const body = operation.body === undefined ? {} : { body: "{}" }
      const answer = await registry.app.request(filled, {
        method,
        headers: { ...headers, "content-type": "application/json", "if-match": '"lst-1"' },
        ...body,
      })
      met.set(`${method} ${path}`, answer.status)
    }
    const open = [...met].filter(([, status]) => status !== 401).map(([address]) => address)
    expect(open.toSorted()).toEqual(allowed)
  })

  it("is over after fifteen minutes, and when its run ends it", async () => {
    const ended = await runFor(registry, wanted)
    expect((await revoke(ended)).body).toEqual({ revokedAtMs: registry.clock.nowMs() })
    expectRefusal(await ended.createListing({ slug }), 401, "TOKEN_REVOKED")
    expectRefusal(await revoke(ended), 401, "TOKEN_REVOKED")
    registry.clock.advance(minutes(15) - 1)
    expectRefusal(await run.get(`/v1/listings/${slug}`), 404, "NOT_FOUND")
    registry.clock.advance(1)
    expectRefusal(await run.createListing({ slug }), 401, "TOKEN_EXPIRED")
  })

  it("is worth nothing once the listing went to another publisher, or its publisher is locked", async () => {
    await alice.createListing({ slug })
    await alice.claim("other-co")
    const admin = await registry.moderator("ada", "admin")
    await admin.request("PUT", "/v1/admin/publishers/acme/lock", { reason: "spam" })
    expectRefusal(await run.publish(slug, { version: "1.0.0" }), 403, "PUBLISHER_LOCKED")
    await admin.request("DELETE", "/v1/admin/publishers/acme/lock")
    expect((await alice.transfer(slug, "other-co")).status).toBe(200)
    expectRefusal(await run.publish(slug, { version: "1.0.0" }), 401, "UNAUTHENTICATED")
    expectRefusal(await exchange(registry, wanted), 403, "OIDC_PUBLISHER_MISMATCH")
    expectRefusal(await exchange(registry, { ...wanted, listing: "other-co/triage" }), 403, "OIDC_PUBLISHER_MISMATCH")
  })

  it("is the one way to publish where the owner says so", async () => {
    await alice.createListing({ slug })
    const { caller: owner } = await openSession(registry, alice)
    const require = (requireTrustedPublishing: boolean) =>
      owner.request("PUT", `/v1/listings/${slug}/trusted-publishing`, { requireTrustedPublishing })
    expect((await require(true)).body).toEqual({ requireTrustedPublishing: true })
    for (const person of [alice, owner]) {
      expectRefusal(await person.publish(slug, { version: "1.0.0" }), 403, "TRUSTED_PUBLISHING_REQUIRED")
    }
    expect((await run.publish(slug, { version: "1.0.0" })).status).toBe(201)
    expect((await require(false)).status).toBe(200)
    expect((await alice.publish(slug, { version: "2.0.0" })).status).toBe(201)
  })

  it("stays in none of the tables and logs", async () => {
    const tables = ["ci_tokens", "trusted_publishers", "used_ci_tokens", "idempotency_keys", "audit_log"]
    const kept = await Promise.all(tables.map((table) => registry.rawSql(`select * from ${table}`)))
    expect(JSON.stringify(kept)).not.toContain("fpci_")
  })
})
