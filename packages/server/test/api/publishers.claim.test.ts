import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { expectRefusal } from "../support/answers.ts"
import { engines } from "../support/engines.ts"
import { openRegistry, type TestRegistry } from "../support/registry.ts"

describe.each(engines)("POST /v1/publishers on $name", (engine) => {
  let registry: TestRegistry
  beforeAll(async () => {
    registry = await openRegistry(engine)
  })
  afterAll(() => registry.close())

  it("gives the caller a publisher that everybody can read and only they are a member of", async () => {
    const alice = await registry.as("alice")
    const claimed = await alice.claim("acme")
    expect(claimed.status).toBe(201)
    expect(claimed.headers.get("location")).toBe("/v1/publishers/acme")
    expect((await registry.anonymous.get("/v1/publishers/acme")).body).toEqual(claimed.body)
    const me = await alice.get<{ publishers: unknown[] }>("/v1/whoami")
    expect(me.body.publishers).toEqual([{ publisherId: claimed.body.publisherId, handle: "acme", role: "owner" }])
    const bob = await (await registry.as("bob")).get<{ publishers: unknown[] }>("/v1/whoami")
    expect(bob.body.publishers).toEqual([])
  })

  it("refuses a handle that somebody else has", async () => {
    await (await registry.as("carol")).claim("taken-by-carol")
    expectRefusal(await (await registry.as("dave")).claim("taken-by-carol"), 409, "HANDLE_TAKEN")
  })

  it("refuses a handle that reads like one that is taken, and does not say whose", async () => {
    await (await registry.as("grace")).claim("acorn-mill10")
    const heidi = await registry.as("heidi")
    for (const handle of ["acom-mill10", "ac0rn-mill10", "acornmill10", "acorn-mi11l0", "ac-orn-miiiio"]) {
      const answer = await heidi.claim(handle)
      expectRefusal(answer, 409, "HANDLE_TOO_SIMILAR")
      expect(JSON.stringify(answer.body)).not.toContain("acorn-mill10")
    }
    expect((await heidi.claim("acorn-hill10")).status).toBe(201)
  })

  it("gives one of many look-alikes claimed at once away", async () => {
    const handles = ["wharf-00", "vvharf-oo", "wharf-o0", "whar-f00"]
    const people = await Promise.all(handles.map((_, index) => registry.as(`racer-${index}`)))
    const claims = await Promise.all(people.map((person, index) => person.claim(handles[index] ?? "")))
    expect(claims.filter(({ status }) => status === 201)).toHaveLength(1)
    expect(claims.filter(({ status }) => status === 409)).toHaveLength(3)
  })

  it.each(["adm1n", "well-kn0wn", "fleet-prompt", "secur1ty", "wellknovvn"])(
    "refuses %s, which reads like a reserved handle",
    async (handle) => {
      expectRefusal(await (await registry.as("erin")).claim(handle), 409, "HANDLE_TOO_SIMILAR")
    },
  )

  it.each(["admin", "api", "whs", "fleetprompt", "constructor"])("refuses the reserved handle %s", async (handle) => {
    expectRefusal(await (await registry.as("erin")).claim(handle), 422, "HANDLE_RESERVED")
  })

  it.each(["Acme", "a", "-acme", "acme-", "ac--me", "аcme", "acme corp", "__proto__", "..", "a".repeat(40)])(
    "refuses %j, which is no handle, and says where",
    async (handle) => {
      const answer = await (await registry.as("erin")).claim(handle)
      expectRefusal(answer, 422, "VALIDATION_FAILED")
      expect(answer.problem.errors.map(({ pointer }) => pointer)).toContain("/handle")
    },
  )

  it("lets one user own no more publishers than the operator allows, even when they claim all at once", async () => {
    const frank = await registry.as("frank")
    const claims = await Promise.all(Array.from({ length: 8 }, (_, count) => frank.claim(`frank-${count}`)))
    expect(claims.filter(({ status }) => status === 201)).toHaveLength(3)
    for (const claim of claims.filter(({ status }) => status !== 201)) {
      expectRefusal(claim, 422, "PUBLISHER_LIMIT_REACHED")
    }
  })
})
