import { describe, expect, it } from "vitest"
import { startRegistry } from "../support/registry.ts"
import { run } from "../support/run.ts"

describe("whoami", () => {
  it("shows the user, the token and the publishers", async () => {
    await using registry = await startRegistry({ mine: ["acme"], scopes: ["listing:read"] })
    const ran = await run(["whoami"], { registry })
    expect(ran).toEqual({
      exitCode: 0,
      stderr: "",
      stdout: `registry    ${registry.url}
user        alice at https://id.example
id          usr_alice00000000000000000
token       laptop
scopes      listing:read
expires     2026-03-02, in 30 days
publishers  acme (owner)
`,
    })
  })

  it("tells a newcomer how to get a publisher", async () => {
    await using registry = await startRegistry()
    expect((await run(["whoami"], { registry })).stderr).toContain("fleetprompt publisher claim <handle>")
  })

  it("prints the resource with --json", async () => {
    await using registry = await startRegistry({ mine: ["acme"] })
    expect(JSON.parse((await run(["whoami", "--json"], { registry })).stdout)).toMatchObject({ sub: "alice" })
  })
})
