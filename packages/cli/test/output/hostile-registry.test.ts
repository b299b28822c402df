import { describe, expect, it } from "vitest"
import { idFor, makeListing, makeRelease, nowMs } from "../support/fixtures.ts"
import { problem } from "../support/answer.ts"
import { startRegistry } from "../support/registry.ts"
import { run } from "../support/run.ts"
import { makeIntent, makeToken } from "../support/wire.ts"

/** Clears the screen, sets the title, hides a link, copies to the clipboard, turns letters round and goes back to the start. */
const orders =
  "\u001b[2J\u001b]0;owned\u0007\u001b]8;;https://evil.example\u001b\\\u001b]52;c;ZXZpbA==\u0007\u009b31m\u202e\r"
/** Whatever a terminal may take for an order, but for the ends of lines. */
const anOrder = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069]/
const freeText = ["name", "summary", "description", "displayName", "notes", "message", "detail", "sub", "clientName"]

/** The same reply with orders in every text that somebody may write as they like. */
function hostile<T>(reply: T): T {
  const text = JSON.stringify(reply, (key, value: unknown) =>
    freeText.includes(key) && typeof value === "string" ? `EVIL${orders}${value}` : value,
  )
  return JSON.parse(text) as T
}

const slug = "acme/triage"
const deprecation = { message: "Old.", successor: null, atMs: nowMs }
const listing = makeListing(slug, { status: "published", latestVersion: "1.4.0", description: "More.", deprecation })
const release = makeRelease(slug, { notes: "Better." })
const install = idFor("installIntent", "one")
const page = (...data: unknown[]) => ({ data, page: { nextCursor: null } })
const replies = {
  "GET /v1/listings?": { ...page(listing), facets: null, suggestions: null },
  "GET /v1/me/listings": page(listing),
  [`GET /v1/listings/${slug}/releases/`]: release,
  [`GET /v1/listings/${slug}`]: listing,
  [`GET /v1/install-intents/${install}`]: makeIntent(),
  "GET /v1/install-intents": page(makeIntent()),
  "GET /v1/tokens": page(makeToken()),
}

describe("a registry that sends orders to the terminal", () => {
  it.each([
    ["search words"],
    ["search words --json"],
    [`show ${slug}`],
    [`show ${slug} --json`],
    [`listing get ${slug}`],
    ["listing list"],
    [`intent get ${install}`],
    ["intent list"],
    ["token list"],
  ])("has none of them obeyed by %s", async (line) => {
    await using registry = await startRegistry()
    for (const [request, reply] of Object.entries(replies)) {
      registry.instead(request, { status: 200, body: hostile(reply) })
    }
    const ran = await run(line.split(" "), { registry, terminal: 120, env: { NO_COLOR: "1" } })
    expect(ran).toMatchObject({ exitCode: 0, stdout: expect.stringContaining("EVIL") })
    expect(ran.stdout + ran.stderr).not.toMatch(anOrder)
  })

  it.each([[[]], [["--json"]], [["--debug"]]])("has none obeyed by a failure with %j", async (flags) => {
    await using registry = await startRegistry()
    registry.instead("GET /v1/whoami", { status: 409, body: hostile(problem("INVALID_STATE_TRANSITION").body) })
    const ran = await run(["whoami", ...flags], { registry, terminal: 120, env: { NO_COLOR: "1" } })
    expect(ran).toMatchObject({ exitCode: 6, stdout: "" })
    expect(ran.stderr).toContain("EVIL")
    expect(ran.stderr).not.toMatch(anOrder)
  })
})
