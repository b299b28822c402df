import { describe, expect, it } from "vitest"
import { startRegistry } from "../support/registry.ts"
import { makeListing } from "../support/fixtures.ts"
import { run } from "../support/run.ts"

const escape = "\u001b["
const listings = [makeListing("acme/triage", { status: "published", latestVersion: "1.0.0" })]

describe("colour", () => {
  it("is used on a terminal", async () => {
    await using registry = await startRegistry({ listings })
    expect((await run(["search"], { registry, terminal: 80 })).stdout).toContain(escape)
    expect((await run(["show", "acme/none"], { registry, terminal: 80 })).stderr).toContain(escape)
  })

  it.each([
    ["in a pipe", [], {}, undefined],
    ["with --no-color", ["--no-color"], {}, 80],
    ["with NO_COLOR", [], { NO_COLOR: "1" }, 80],
    ["on a dumb terminal", [], { TERM: "dumb" }, 80],
  ])("is not used %s", async (_, flags, env, terminal) => {
    await using registry = await startRegistry({ listings })
    const world = { registry, env, ...(terminal === undefined ? {} : { terminal }) }
    const ran = [await run(["search", ...flags], world), await run(["show", "acme/none", ...flags], world)]
    expect(ran.map(({ stdout, stderr }) => stdout + stderr).join()).not.toContain(escape)
  })
})
