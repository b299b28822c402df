import { randomUUID } from "node:crypto"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { engines } from "../support/engines.ts"
import { issuer, openRegistry, type TestRegistry } from "../support/registry.ts"

const tables =
  "users personal_tokens publishers publisher_members listings releases targets target_credentials target_assertions handoffs " +
  "web_sessions sign_in_links install_intents audit_log idempotency_keys meta " +
  "reports suspensions changes revocations"

describe.each(engines)("T-SECRETS-1 · no credential is ever kept or logged, on $name", (engine) => {
  let registry: TestRegistry
  beforeAll(async () => {
    registry = await openRegistry(engine)
  })
  afterAll(() => registry.close())

  it("leaves none in any table, log line or refusal after an install from end to end", async () => {
    const [alice, bob, whs] = [await registry.as("alice"), await registry.as("bob"), await registry.target("whs")]
    await alice.shelve("acme/triage")
    const { installToken } = (await bob.install({ listing: "acme/triage" })).body
    const request = { token: installToken, redemptionId: randomUUID(), subject: { iss: issuer, sub: "bob" } }
    const refusals = [
      await whs.redeem({ ...request, subject: { iss: issuer, sub: "eve" } }),
      await whs.redeem({ ...request, token: `${installToken}x` }),
      await bob.get(`/v1/listings/${installToken}/${installToken}`),
      await bob.get(`/v1/listings?q=${installToken}&unknown=1`),
    ]
    await whs.redeem(request)
    refusals.push(await whs.redeem({ ...request, redemptionId: randomUUID() }))

    const stored = []
    for (const table of tables.split(" ")) stored.push(await registry.rawSql(`SELECT * FROM ${table}`))
    const everything = JSON.stringify([stored, registry.logged, refusals.map(({ body }) => body)])
    for (const secret of [alice.credential, bob.credential, whs.credential, installToken]) {
      expect(secret).toBeDefined()
      expect(everything).not.toContain(secret)
    }
    expect(everything).not.toMatch(/fp(it|at|ts|ws|sl)_[0-9A-Za-z]{38}/)
  })
})
