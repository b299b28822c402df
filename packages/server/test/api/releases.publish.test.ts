import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { expectRefusal } from "../support/answers.ts"
import type { Caller } from "../support/caller.ts"
import { engines } from "../support/engines.ts"
import { openRegistry, type TestRegistry } from "../support/registry.ts"

describe.each(engines)("POST /v1/listings/{publisher}/{name}/releases on $name", (engine) => {
  let registry: TestRegistry
  let alice: Caller
  const draft = async (name: string) => {
    await alice.createListing({ slug: `acme/${name}` })
    return `acme/${name}`
  }
  const latest = async (slug: string) =>
    (await alice.get<{ latestVersion: string }>(`/v1/listings/${slug}`)).body.latestVersion

  beforeAll(async () => {
    registry = await openRegistry(engine)
    alice = await registry.as("alice")
    await alice.claim("acme")
  })
  afterAll(() => registry.close())

  it("appends a release with its digest and says what a reader sees", async () => {
    const slug = await draft("first")
    const published = await alice.publish(slug, { version: "1.0.0", notes: "Hello." })
    expect(published.status).toBe(201)
    expect(published.headers.get("location")).toBe(`/v1/listings/${slug}/releases/1.0.0`)
    expect(published.body).toMatchObject({ result: "created", listingStatus: "draft", release: { version: "1.0.0" } })
    expect(published.body.release.digest).toMatch(/^sha256:[0-9a-f]{64}$/)
    const read = await alice.get(`/v1/listings/${slug}/releases/1.0.0`)
    expect(read.body).toMatchObject(published.body.release)
  })

  it("answers the same content again with unchanged, whatever the key, and writes nothing", async () => {
    const slug = await draft("steady")
    const first = await alice.publish(slug, { version: "1.0.0" })
    const second = await alice.publish(slug, { version: "1.0.0" })
    expect(second.status).toBe(200)
    expect(second.body).toEqual({ ...first.body, result: "unchanged" })
    const { releaseId } = first.body.release
    const audit = await registry.context.store.transaction((tx) => tx.audit.list(releaseId))
    expect(audit).toHaveLength(1)
  })

  it("refuses other content under a published version and names the fields that differ", async () => {
    const slug = await draft("immutable")
    await alice.publish(slug, { version: "1.0.0", notes: "One." })
    const answer = await alice.publish(slug, { version: "1.0.0", notes: "Two.", refs: { whsAgentId: "agt_2" } })
    expectRefusal(answer, 409, "VERSION_EXISTS")
    expect(answer.problem.errors.map(({ pointer }) => pointer)).toEqual(["/refs", "/notes"])
    const { body } = await alice.get<{ notes: string }>(`/v1/listings/${slug}/releases/1.0.0`)
    expect(body.notes).toBe("One.")
  })

  it("keeps the highest stable version as latest, and a prerelease only while nothing stable exists", async () => {
    const slug = await draft("ordered")
    const seen: string[] = []
    for (const version of ["1.0.0-beta.2", "1.0.0-beta.10", "0.9.0", "2.0.0-rc.1", "0.10.0", "0.9.9"]) {
      await alice.publish(slug, { version })
      seen.push(await latest(slug))
    }
    expect(seen).toEqual(["1.0.0-beta.2", "1.0.0-beta.10", "0.9.0", "0.9.0", "0.10.0", "0.10.0"])
  })

  it("has one latest after 100 publishes at once", async () => {
    const slug = await draft("busy")
    const versions = Array.from({ length: 100 }, (_, patch) => `1.0.${patch}`)
    const answers = await Promise.all(versions.map((version) => alice.publish(slug, { version })))
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(100)
    expect(await latest(slug)).toBe("1.0.99")
  })

  it("publishes one version once when ten pipelines offer it at once", async () => {
    const slug = await draft("raced")
    const answers = await Promise.all(Array.from({ length: 10 }, () => alice.publish(slug, { version: "1.0.0" })))
    expect(answers.filter(({ body }) => body.result === "created")).toHaveLength(1)
    expect(answers.filter(({ body }) => body.result === "unchanged")).toHaveLength(9)
  })

  it("refuses references that do not belong to the listing's kind, and missing ones", async () => {
    const slug = await draft("kinds")
    const wrong = await alice.publish(slug, { version: "1.0.0", refs: { agentromaticWorkflowId: "wf_1" } })
    expectRefusal(wrong, 422, "VALIDATION_FAILED")
    expect(wrong.problem.errors.map(({ pointer }) => pointer)).toEqual([
      "/refs/agentromaticWorkflowId",
      "/refs/whsAgentId",
    ])
    expectRefusal(await alice.publish(slug, { version: "1.0.0", refs: {} }), 422, "VALIDATION_FAILED")
  })

  it("takes an artifact in place of the id of a spec asset, and only with both of its parts", async () => {
    await alice.createListing({ slug: "acme/spec", assetKind: "spec_asset" })
    const artifact = { url: "https://files.acme.dev/spec.json", sha256: "a".repeat(64) }
    expect((await alice.publish("acme/spec", { version: "1.0.0", refs: {}, artifact })).status).toBe(201)
    const half = { version: "1.0.1", refs: {}, artifact: { url: artifact.url } }
    expectRefusal(await alice.post("/v1/listings/acme/spec/releases", half), 422, "VALIDATION_FAILED")
  })

  it.each([
    "1",
    "v1.0.0",
    "1.0",
    "01.0.0",
    "1.0.0+build",
    "1.0.0-",
    "1.0.0-01",
    "1.0.0 ",
    "latest",
    "9007199254740993.0.0",
    `1.0.0-${"a".repeat(60)}`,
  ])("refuses %j, which is no version", async (version) => {
    const slug = "acme/first"
    expectRefusal(await alice.publish(slug, { version }), 422, "VALIDATION_FAILED")
  })

  it("lists releases with the most recent first, page by page", async () => {
    const slug = await draft("history")
    for (const version of ["1.0.0", "1.1.0", "1.2.0"]) {
      await alice.publish(slug, { version })
      registry.clock.advance(1)
    }
    type Page = { data: { version: string }[]; page: { nextCursor: string | null } }
    const first = await alice.get<Page>(`/v1/listings/${slug}/releases?limit=2`)
    const second = await alice.get<Page>(`/v1/listings/${slug}/releases?limit=2&cursor=${first.body.page.nextCursor}`)
    expect([...first.body.data, ...second.body.data].map(({ version }) => version)).toEqual(["1.2.0", "1.1.0", "1.0.0"])
    expect(second.body.page.nextCursor).toBeNull()
  })
})
