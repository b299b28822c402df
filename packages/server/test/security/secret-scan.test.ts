import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { expectRefusal } from "../support/answers.ts"
import type { Answer, Caller } from "../support/caller.ts"
import { engines } from "../support/engines.ts"
import { openRegistry, type TestRegistry } from "../support/registry.ts"

/** Put together here, so that no scanner of repositories finds it. */
const github = ["ghp", "aB3dE5gH7jK9mN1pQ2sT4vW6yZ8aB3dE5gH7"].join("_")

describe.each(engines)("T-SECRETS-4 · content that holds what looks like a secret, on $name", (engine) => {
  let registry: TestRegistry
  let alice: Caller
  beforeAll(async () => {
    registry = await openRegistry(engine)
    alice = await registry.as("alice")
    await alice.shelve("acme/triage")
  })
  afterAll(() => registry.close())

  const refs = { whsAgentId: "agt_1" }
  const attempts: [string, string, string, (secret: string) => Promise<Answer<unknown>>][] = [
    ["the name of a listing", "/name", "github", (name) => alice.createListing({ slug: "acme/never", name })],
    [
      "the summary of a listing",
      "/summary",
      "github",
      (summary) => alice.createListing({ slug: "acme/never", summary }),
    ],
    [
      "the description of a listing",
      "/description",
      "github",
      (secret) => alice.createListing({ slug: "acme/never", description: `Run it:\n\n\`TOKEN=${secret}\`` }),
    ],
    [
      "a link of a listing",
      "/docsUrl",
      "github",
      (secret) => alice.createListing({ slug: "acme/never", docsUrl: `https://docs.acme.dev/?token=${secret}` }),
    ],
    [
      "a change of a listing",
      "/description",
      "github",
      async (description) => {
        const { headers } = await alice.get("/v1/listings/acme/triage")
        return await alice.updateListing("acme/triage", headers.get("etag") ?? "", { description })
      },
    ],
    [
      "the notes of a release",
      "/notes",
      "github",
      (notes) => alice.publish("acme/triage", { version: "9.0.0", notes }),
    ],
    [
      "a reference of a release",
      "/refs/whsAgentId",
      "github",
      (whsAgentId) => alice.publish("acme/triage", { version: "9.0.0", refs: { whsAgentId } }),
    ],
    [
      "the artifact of a release",
      "/artifact/url",
      "github",
      (secret) => {
        const artifact = { url: `https://files.acme.dev/${secret}.zip`, sha256: "0".repeat(64) }
        return alice.publish("acme/triage", { version: "9.0.0", refs, artifact })
      },
    ],
    [
      "the context of an install",
      "/targetContext/roomId",
      "github",
      (roomId) => alice.install({ listing: "acme/triage", targetContext: { roomId } }),
    ],
    [
      "the name of a token",
      "/name",
      "github",
      (name) => alice.post("/v1/tokens", { name, scopes: ["listing:read"], expiresInDays: 1 }),
    ],
    [
      "the name of a publisher",
      "/displayName",
      "github",
      (displayName) => alice.post("/v1/publishers", { handle: "never-co", displayName }),
    ],
    [
      "a credential of ours in the notes",
      "/notes",
      "fleetprompt",
      () => alice.publish("acme/triage", { version: "9.0.0", notes: `export FLEETPROMPT_TOKEN=${alice.credential}` }),
    ],
  ]

  it.each(attempts)(
    "is refused before anything is written, with its place and rule: %s",
    async (_what, pointer, rule, attempt) => {
      const before = await everything()
      const answer = await attempt(github)
      expectRefusal(answer, 422, "SECRET_DETECTED")
      expect(answer.problem.errors).toEqual([{ pointer, code: rule, message: expect.any(String) }])
      const told = JSON.stringify([answer.body, registry.logged])
      expect(told).not.toContain(github)
      expect(told).not.toContain(alice.credential)
      expect(await everything()).toEqual(before)
    },
  )

  it("is told of at every place at once", async () => {
    const answer = await alice.createListing({ slug: "acme/never", name: github, description: `a\n${github}` })
    expect(answer.problem.errors.map((issue) => issue.pointer)).toEqual(["/name", "/description"])
  })

  /** All that a write could have left behind, the key of the request with it. */
  const everything = async () => {
    const tables = ["publishers", "listings", "releases", "audit_log", "idempotency_keys"]
    const rows = []
    for (const table of tables) rows.push(await registry.rawSql(`select * from ${table}`))
    return rows
  }
})
