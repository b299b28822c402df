import type { AddTrustedPublisherRequest, TrustedPublisher, TrustedPublisherList } from "@fleetprompt/sdk/contracts"
import { beforeEach, describe, expect, it } from "vitest"
import { expectRefusal, expectSameAnswer } from "../support/answers.ts"
import type { Caller } from "../support/caller.ts"
import { openSession } from "../support/device-login.ts"
import { engines } from "../support/engines.ts"
import { openRegistry, type TestRegistry } from "../support/registry.ts"
import { exampleTrust, trust } from "../support/trusted-runs.ts"

const slug = "acme/triage"
const path = `/v1/listings/${slug}/trusted-publishers`

describe.each(engines)("T-TRUST-5 · trusted publishers on $name", (engine) => {
  let registry: TestRegistry
  let alice: Caller
  let owner: Caller
  beforeEach(async () => {
    registry = await openRegistry(engine)
    alice = await registry.as("alice")
    await alice.claim("acme")
    owner = (await openSession(registry, alice)).caller
    return () => registry.close()
  })

  const add = (given: Partial<AddTrustedPublisherRequest> = {}, caller = owner) =>
    caller.post<TrustedPublisher>(path, { ...exampleTrust, ...given })
  const list = async () => (await owner.get<TrustedPublisherList>(path)).body

  it("can be named before there is a listing, and are pending until then", async () => {
    const added = await add()
    expect(added.status).toBe(201)
    expect(added.body).toEqual({
      trustedPublisherId: expect.stringMatching(/^tpb_/),
      slug,
      isPending: true,
      provider: "github",
      issuer: "https://ci.example",
      repository: "acme/triage",
      ownerId: "42",
      repositoryId: null,
      workflow: ".github/workflows/release.yml",
      environment: null,
      refPattern: null,
      events: ["push", "release", "workflow_dispatch"],
      allowReusable: false,
      unpinnedEnvironment: null,
      createdAtMs: registry.clock.nowMs(),
      lastUsedAtMs: null,
    })
    await alice.createListing({ slug })
    expect(await list()).toEqual({ data: [{ ...added.body, isPending: false }], requireTrustedPublishing: false })
    const { body } = await owner.get("/v1/publishers/acme/trusted-publishers")
    expect(body).toEqual({ data: [{ ...added.body, isPending: false }] })
  })

  it("are the same when they are added twice, and others where anything that counts differs", async () => {
    const first = await add()
    const again = await add({ repository: "ACME/triage", workflow: ".github/workflows/release.yml" })
    expect(again.status).toBe(200)
    expect(again.body).toEqual(first.body)
    expect((await add({ environment: "production" })).status).toBe(201)
    expect((await list()).data).toHaveLength(2)
  })

  it.each<[string, string, Partial<AddTrustedPublisherRequest>]>([
    ["/issuer", "an issuer that is not allowed here", { issuer: "https://evil.example" }],
    ["/issuer", "an issuer with a slash more", { issuer: "https://ci.example/" }],
    ["/repository", "a repository without an owner", { repository: "triage" }],
    ["/repository", "a repository with hidden characters", { repository: "acme/tri\u200bage" }],
    ["/ownerId", "the name of an owner in place of the number", { ownerId: "acme" }],
    ["/repositoryId", "a number with a zero before it", { repositoryId: "07" }],
    ["/workflow", "a workflow that is no YAML file", { workflow: "release.sh" }],
    ["/workflow", "a workflow with a ref behind it", { workflow: "release.yml@main" }],
    ["/refPattern", "a ref that is not in full", { refPattern: "v*" }],
    ["/events", "an event that this provider has not", { events: ["web"] }],
    ["/events/0", "an event that strangers can start", { events: ["pull_request_target" as never] }],
    ["/environment", "an empty environment", { environment: "" }],
  ])("refuse at %s %s", async (pointer, _what, given) => {
    const answer = await add(given)
    expectRefusal(answer, 422, "VALIDATION_FAILED")
    expect(answer.problem.errors.map((each) => each.pointer)).toContain(pointer)
  })

  it("are ten to a listing at most", async () => {
    for (let count = 1; count <= 10; count++) expect((await add({ ownerId: `${count}` })).status).toBe(201)
    expectRefusal(await add({ ownerId: "11" }), 422, "TRUSTED_PUBLISHER_LIMIT_REACHED")
  })

  it("are for owners who signed in to change: no personal token may", async () => {
    const { trustedPublisherId } = (await add()).body
    for (const answer of [
      await add({}, alice),
      await alice.request("DELETE", `${path}/${trustedPublisherId}`),
      await alice.request("PUT", `/v1/listings/${slug}/trusted-publishing`, { requireTrustedPublishing: true }),
    ]) {
      expectRefusal(answer, 403, "SESSION_REQUIRED")
    }
    const bob = await registry.as("bob")
    await owner.setMember("acme", bob, "maintainer")
    const { caller: maintainer } = await openSession(registry, bob)
    expectRefusal(await add({}, maintainer), 403, "ROLE_NOT_ALLOWED")
    expect((await maintainer.get(path)).status).toBe(200)
  })

  it("are nothing to anybody else, whether there are any or not", async () => {
    const { trustedPublisherId } = (await add()).body
    const { caller: stranger } = await openSession(registry, await registry.as("mallory"))
    const elsewhere = "/v1/listings/nobody/nothing/trusted-publishers"
    expectSameAnswer(await stranger.get(path), await stranger.get(elsewhere))
    expectSameAnswer(await add({}, stranger), await stranger.post(elsewhere, exampleTrust))
    expectSameAnswer(
      await stranger.request("DELETE", `${path}/${trustedPublisherId}`),
      await stranger.request("DELETE", `${elsewhere}/${trustedPublisherId}`),
    )
    expect((await list()).data).toHaveLength(1)
  })

  it("are removed by the publisher they are of alone, and from the slug they are of", async () => {
    const { trustedPublisherId } = (await add()).body
    const other = `/v1/listings/acme/other/trusted-publishers/${trustedPublisherId}`
    expectRefusal(await owner.request("DELETE", other), 404, "NOT_FOUND")
    expect((await owner.request("DELETE", `${path}/${trustedPublisherId}`)).body).toMatchObject({ trustedPublisherId })
    expectRefusal(await owner.request("DELETE", `${path}/${trustedPublisherId}`), 404, "NOT_FOUND")
    expect((await list()).data).toEqual([])
  })

  it("go with a draft that is deleted, and stay behind when a listing moves", async () => {
    await alice.createListing({ slug })
    await add()
    await alice.deleteListing(slug)
    expect((await list()).data).toEqual([])
    await alice.createListing({ slug })
    await add()
    await alice.claim("other-co")
    await alice.transfer(slug, "other-co")
    expect((await list()).data).toEqual([])
    expect((await owner.get("/v1/listings/other-co/triage/trusted-publishers")).body).toEqual({
      data: [],
      requireTrustedPublishing: false,
    })
  })

  it("cannot be required where there are none", async () => {
    const require = () =>
      owner.request("PUT", `/v1/listings/${slug}/trusted-publishing`, { requireTrustedPublishing: true })
    expectRefusal(await require(), 409, "INVALID_STATE_TRANSITION")
    await trust(registry, alice, slug)
    for (let time = 0; time < 2; time++) expect((await require()).status).toBe(200)
    expect((await list()).requireTrustedPublishing).toBe(true)
    const { body } = await alice.get<{ data: { action: string }[] }>("/v1/publishers/acme/audit")
    expect(body.data.map(({ action }) => action).slice(0, 2)).toEqual([
      "trusted_publishing.requirement_set",
      "trusted_publisher.added",
    ])
  })
})
