import { afterAll, beforeAll, describe, expect, it } from "vitest"
import type { Answer, Caller } from "../support/caller.ts"
import { engines } from "../support/engines.ts"
import { openRegistry, type TestRegistry } from "../support/registry.ts"

/** What takes an install's ground away, while somebody starts one. */
interface Blow {
  readonly name: string
  /** The column of an intent that names what is hit, and the query that names it there. */
  readonly where: (slug: string, target: string, buyer: string) => string
  readonly strike: (
    registry: TestRegistry,
    alice: Caller,
    slug: string,
    target: string,
    buyer: Caller,
  ) => Promise<Answer<unknown>>
}

const ofListing = (slug: string) =>
  `listing_id = (SELECT listing_id FROM listings JOIN publishers USING (publisher_id)
    WHERE handle || '/' || slug_name = '${slug}')`

const blows: Blow[] = [
  { name: "a revocation", where: ofListing, strike: (_registry, alice, slug) => alice.revoke(slug, "1.0.0") },
  {
    name: "a suspension",
    where: ofListing,
    strike: async (registry, _alice, slug) =>
      (await registry.moderator("mod", "moderator")).request("PUT", `/v1/admin/listings/${slug}/suspension`, {
        reason: "malware",
      }),
  },
  {
    name: "a lock of the publisher",
    where: ofListing,
    strike: async (registry, _alice, slug) =>
      (await registry.moderator("mod", "moderator")).request("PUT", `/v1/admin/publishers/${slug.split("/")[0]}/lock`, {
        reason: "malware",
      }),
  },
  {
    name: "a disabling of the target",
    where: (_slug, target) => `target_id = (SELECT target_id FROM targets WHERE name = '${target}')`,
    strike: async (registry, _alice, _slug, target) =>
      (await registry.moderator("ada", "admin")).request("POST", `/v1/targets/${target}/disable`),
  },
  {
    name: "a lock of the buyer",
    where: (_slug, _target, buyer) => `buyer_user_id = (SELECT user_id FROM users WHERE sub = '${buyer}')`,
    strike: async (registry, _alice, _slug, _target, buyer) =>
      (await registry.moderator("ada", "admin")).request("PUT", `/v1/admin/users/${await buyer.userId()}/lock`, {
        reason: "malware",
      }),
  },
]

describe.each(engines)("T-HANDOFF-6 · a race with an install on $name leaves no live token", (engine) => {
  let registry: TestRegistry
  let alice: Caller
  let runs = 0
  beforeAll(async () => {
    registry = await openRegistry(engine, { publishersPerUserMax: 1_000 })
    alice = await registry.as("alice")
  })
  afterAll(() => registry.close())

  const open = (where: string) =>
    registry.rawSql(`SELECT status FROM install_intents WHERE status IN ('created', 'token_issued') AND ${where}`)

  async function scene() {
    const run = ++runs
    const [slug, target, sub] = [`race-${run}/thing`, `target-${run}`, `buyer-${run}`]
    await alice.shelve(slug)
    await registry.target(target)
    return { slug, target, sub, buyer: await registry.as(sub) }
  }

  it.each(blows)("of $name with a create, whoever comes first", async ({ where, strike }) => {
    for (let round = 0; round < 5; round++) {
      const { slug, target, sub, buyer } = await scene()
      const create = () => buyer.install({ listing: slug, target })
      // The readers of the blow itself come before the race, so that both sides start in the same moment.
      await buyer.userId()
      const answers = await Promise.all([
        create(),
        create(),
        strike(registry, alice, slug, target, buyer),
        ...Array.from({ length: 6 }, create),
      ])
      expect(answers[2]?.status).toBe(200)
      expect(answers.every(({ status }) => status < 500)).toBe(true)
      expect(await open(where(slug, target, sub))).toEqual([])
      expect((await create()).status).toBeGreaterThanOrEqual(400)
    }
  })

  it.each(blows)("of $name with an issue, whoever comes first", async ({ where, strike }) => {
    for (let round = 0; round < 5; round++) {
      const { slug, target, sub, buyer } = await scene()
      const issues = []
      for (let count = 0; count < 6; count++) {
        const { intent } = (await buyer.install({ listing: slug, target, issueToken: false })).body
        issues.push(() => buyer.issueToken(intent.installIntentId))
      }
      const [first, second, ...rest] = issues
      const answers = await Promise.all([
        first?.(),
        second?.(),
        strike(registry, alice, slug, target, buyer),
        ...rest.map((issue) => issue()),
      ])
      expect(answers[2]?.status).toBe(200)
      expect(answers.every((answer) => (answer?.status ?? 0) < 500)).toBe(true)
      expect(await open(where(slug, target, sub))).toEqual([])
    }
  })
})
