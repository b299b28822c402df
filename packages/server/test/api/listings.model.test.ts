import * as fc from "fast-check"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import type { Caller } from "../support/caller.ts"
import { engines } from "../support/engines.ts"
import { latestIn, type ListingModel, lives, newModel } from "../support/listing-model.ts"
import { openRegistry, type TestRegistry } from "../support/registry.ts"

describe.each(engines)("T-MODEL-1 · a listing and its releases on $name", (engine) => {
  let registry: TestRegistry
  let alice: Caller
  let runs = 0

  beforeAll(async () => {
    registry = await openRegistry(engine)
    alice = await registry.as("alice")
    await alice.claim("acme")
  })
  afterAll(() => registry.close())

  it("do what a model of them does, whatever is asked of them in whatever order", async () => {
    await fc.assert(
      fc.asyncProperty(lives, async (commands) => {
        const slug = `acme/life-${runs++}`
        await alice.createListing({ slug })
        const model: ListingModel = { ...newModel(), status: "draft" }
        await fc.asyncModelRun(() => ({ model, real: { owner: alice, stranger: registry.anonymous, slug } }), commands)
      }),
      { numRuns: 20, endOnFailure: true },
    )
    expect(runs).toBeGreaterThanOrEqual(20)
  }, 60_000)

  it("have one latest, the model's, after 100 publishes at once with revocations among them", async () => {
    const fates = fc.array(fc.record({ prerelease: fc.boolean(), revoked: fc.boolean() }), {
      minLength: 100,
      maxLength: 100,
    })
    await fc.assert(
      fc.asyncProperty(fates, async (chosen) => {
        const slug = `acme/busy-${runs++}`
        await alice.createListing({ slug })
        const releases = chosen.map(({ prerelease, revoked }, patch) => ({
          version: `1.0.${patch}${prerelease ? "-rc.1" : ""}`,
          revoked,
        }))
        const answers = await Promise.all(
          releases.map(async ({ version, revoked }) => {
            const published = await alice.publish(slug, { version })
            return revoked ? [published.status, (await alice.revoke(slug, version)).status] : [published.status]
          }),
        )
        expect(answers).toEqual(releases.map(({ revoked }) => (revoked ? [201, 200] : [201])))
        const outcome = releases.map(
          ({ version, revoked }) => [version, { notes: "", revoked: revoked ? ("broken" as const) : null }] as const,
        )
        const order = releases.map(({ version }) => version)
        const { body } = await alice.get<{ listingId: string; latestVersion: string | null }>(`/v1/listings/${slug}`)
        expect(body.latestVersion).toBe(latestIn({ releases: new Map(outcome) }, order))
        const latest = await registry.rawSql(
          `SELECT status, version FROM releases WHERE release_id =
             (SELECT latest_release_id FROM listings WHERE listing_id = '${body.listingId}')`,
        )
        expect(latest).toEqual(
          body.latestVersion === null ? [] : [{ status: "published", version: body.latestVersion }],
        )
      }),
      { numRuns: 2, endOnFailure: true },
    )
  }, 60_000)
})
