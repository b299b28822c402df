import { describe, expect, it } from "vitest"
import { define } from "../../src/commands/publisher/claim.ts"
import { problem } from "../support/answer.ts"
import { parse } from "../support/parse.ts"
import { startRegistry } from "../support/registry.ts"
import { run } from "../support/run.ts"

describe("publisher claim: argv", () => {
  it.each([
    [["acme"], { handle: "acme" }],
    [["acme", "--display-name", "Acme Inc"], { handle: "acme", displayName: "Acme Inc" }],
  ])("%j", async (argv, options) => {
    expect(await parse(define, argv)).toEqual(options)
  })

  it("takes no slug for a handle", async () => {
    expect(await parse(define, ["acme/triage"])).toContain("It must be lower-case letters and digits")
  })
})

describe("publisher claim", () => {
  it("claims a handle, under its own name unless told another", async () => {
    await using registry = await startRegistry()
    const ran = await run(["publisher", "claim", "acme"], { registry })
    expect(ran).toMatchObject({ exitCode: 0, stdout: "acme is now yours.\n" })
    expect(registry.requests[0]?.body).toEqual({ handle: "acme", displayName: "acme" })
  })

  it("is content with a handle that is the caller's already", async () => {
    await using registry = await startRegistry({ mine: ["acme"] })
    const ran = await run(["publisher", "claim", "acme"], { registry })
    expect(ran).toMatchObject({ exitCode: 0, stdout: "acme is yours already.\n" })
    const json = await run(["publisher", "claim", "acme", "--json"], { registry })
    expect(JSON.parse(json.stdout)).toMatchObject({ handle: "acme" })
  })

  it("is a conflict where somebody else has it: exit 6", async () => {
    await using registry = await startRegistry({ foreign: ["acme"] })
    const ran = await run(["publisher", "claim", "acme"], { registry })
    expect(ran).toMatchObject({ exitCode: 6, stdout: "" })
    expect(ran.stderr).toContain("Choose another handle.")
  })

  it("is refused where the handle is reserved: exit 5", async () => {
    await using registry = await startRegistry()
    registry.instead("POST /v1/publishers", problem("HANDLE_RESERVED"))
    expect(await run(["publisher", "claim", "admin"], { registry })).toMatchObject({ exitCode: 5 })
  })
})
