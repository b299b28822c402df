import { describe, expect, it } from "vitest"
import { makeListing } from "../support/fixtures.ts"
import { startRegistry } from "../support/registry.ts"
import { run } from "../support/run.ts"

describe("--json", () => {
  it("passes on the fields of a registry that is newer than this CLI", async () => {
    const newer = { ...makeListing("acme/triage", { status: "published" }), stars: 5, badge: { since: 2027 } }
    await using registry = await startRegistry({ listings: [newer] })
    const ran = await run(["listing", "get", "acme/triage", "--json"], { registry })
    expect(JSON.parse(ran.stdout)).toEqual(newer)
  })
})
