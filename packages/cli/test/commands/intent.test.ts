import { describe, expect, it } from "vitest"
import { define as defineReissue } from "../../src/commands/intent/reissue.ts"
import { define as defineWait } from "../../src/commands/intent/wait.ts"
import { problem } from "../support/answer.ts"
import { idFor, installToken, makeListing, makeRelease } from "../support/fixtures.ts"
import { parse } from "../support/parse.ts"
import { type Registry, startRegistry } from "../support/registry.ts"
import { run } from "../support/run.ts"
import { makeIntent } from "../support/wire.ts"

const id = idFor("installIntent", "one")
const path = `/v1/install-intents/${id}`
const etag = { etag: '"1"' }
const link = `https://whs.example/install#fp_token=${installToken}`
const answers = (registry: Registry, intent: object) =>
  registry.instead(`GET ${path}`, { status: 200, body: intent, headers: etag })

describe("intent: argv", () => {
  it.each([
    [[id], { installIntentId: id, until: "outcome", for: 600_000 }],
    [[id, "--until", "redeemed", "--for", "30s"], { installIntentId: id, until: "redeemed", for: 30_000 }],
  ])("wait %j", async (argv, options) => {
    expect(await parse(defineWait, argv)).toEqual(options)
  })

  it.each([
    [[id, "--ttl", "5m", "--print-link"], { installIntentId: id, ttl: 300_000, printLink: true }],
    [[id, "--open", "--wait", "1h"], { installIntentId: id, open: true, wait: 3_600_000 }],
  ])("reissue %j", async (argv, options) => {
    expect(await parse(defineReissue, argv)).toEqual(options)
  })

  it.each([
    [["ins_short"], "It must"],
    [[id, "--until", "installed"], "Allowed choices are redeemed, outcome"],
    [[id, "--for", "1w"], "It must be a time up to 24h"],
  ])("wait %j is refused", async (argv, complaint) => {
    expect(await parse(defineWait, argv)).toContain(complaint)
  })
})

describe("intent", () => {
  it("list prints the caller's installs with what became of them", async () => {
    await using registry = await startRegistry()
    const data = [makeIntent({ status: "redeemed", outcome: "completed" }), makeIntent()]
    registry.instead("GET /v1/install-intents", { status: 200, body: { data, page: { nextCursor: null } } })
    const ran = await run(["intent", "list"], { registry })
    expect(ran).toMatchObject({ exitCode: 0, stderr: "" })
    expect(ran.stdout).toBe(
      `${id}\tcompleted\tacme/triage@1.4.0\twhs\t2026-01-31\n${id}\ttoken_issued\tacme/triage@1.4.0\twhs\t2026-01-31\n`,
    )
  })

  it("get prints one, and never that it is installed before the target said so", async () => {
    await using registry = await startRegistry()
    answers(registry, makeIntent({ status: "redeemed", redeemedAtMs: 1 }))
    const ran = await run(["intent", "get", id], { registry })
    expect(ran.stdout).toMatch(/^status +redeemed$/m)
    expect(ran.stdout).not.toMatch(/outcome|installed/)
  })

  it("cancel calls it off", async () => {
    await using registry = await startRegistry()
    const body = makeIntent({ status: "canceled", cancelReason: "buyer" })
    registry.instead(`POST ${path}/cancel`, { status: 200, body })
    expect(await run(["intent", "cancel", id], { registry })).toMatchObject({
      exitCode: 0,
      stdout: `${id} is canceled.\n`,
    })
    expect(registry.writes()).toEqual([`POST ${path}/cancel`])
  })

  it.each([
    ["INSTALL_TOKEN_REDEEMED", 6],
    ["NOT_FOUND", 5],
    ["INVALID_STATE_TRANSITION", 6],
  ] as const)("cancel passes on %s: exit %i", async (code, exitCode) => {
    await using registry = await startRegistry()
    registry.instead(`POST ${path}/cancel`, problem(code))
    expect(await run(["intent", "cancel", id], { registry })).toMatchObject({ exitCode, stdout: "" })
  })

  it("reissue prints a new link on request, and a pipe gets none by accident", async () => {
    await using registry = await startRegistry()
    registry.instead(`POST ${path}/token`, { status: 201, body: { intent: makeIntent(), installToken, link } })
    expect(await run(["intent", "reissue", id], { registry })).toMatchObject({ exitCode: 2, stdout: "" })
    expect(registry.requests).toEqual([])
    const ran = await run(["intent", "reissue", id, "--print-link", "--ttl", "5m"], { registry })
    expect(ran).toMatchObject({ exitCode: 0, stdout: `${link}\n` })
    expect(registry.requests[0]?.body).toEqual({ ttlMs: 300_000 })
  })
})

describe("intent wait", () => {
  it.each([
    ["completed", null, 0],
    ["declined", "user_declined", 10],
    ["failed", "import_failed", 10],
  ] as const)("prints the install once the target said %s (%s): exit %i", async (outcome, outcomeCode, exitCode) => {
    await using registry = await startRegistry()
    answers(registry, makeIntent({ status: "redeemed", outcome, outcomeCode, targetInstallRef: "agent_7" }))
    const ran = await run(["intent", "wait", id], { registry })
    expect(ran.exitCode).toBe(exitCode)
    expect(ran.stdout).toMatch(new RegExp(`^outcome +${outcome}`, "m"))
    expect(ran.stdout).toContain("agent_7")
    expect(ran.stderr).toBe(
      exitCode === 0
        ? ""
        : `error: ${id} did not come about: ${outcome}, ${outcomeCode}.\n` +
            "Ask at whs why, then start anew with `fleetprompt install`.\n",
    )
  })

  it.each([["canceled"], ["expired"]] as const)("says that it is %s: exit 10", async (status) => {
    await using registry = await startRegistry()
    answers(registry, makeIntent({ status }))
    expect(await run(["intent", "wait", id], { registry })).toMatchObject({ exitCode: 10 })
  })

  it("is content with redeemed where that is asked for", async () => {
    await using registry = await startRegistry()
    answers(registry, makeIntent({ status: "redeemed" }))
    expect(await run(["intent", "wait", id, "--until", "redeemed"], { registry })).toMatchObject({ exitCode: 0 })
  })

  it("says that it is still under way, and what to type, where the time is over: exit 8", async () => {
    await using registry = await startRegistry()
    answers(registry, makeIntent())
    const ran = await run(["intent", "wait", id, "--for", "1s"], { registry })
    expect(ran).toMatchObject({ exitCode: 8, stdout: "" })
    expect(ran.stderr).toContain(`${id} is still under way after 1 second.`)
    expect(ran.stderr).toContain(`fleetprompt intent wait ${id}`)
  })
})

describe("install --wait", () => {
  const catalogue = {
    listings: [makeListing("acme/triage", { status: "published", latestVersion: "1.4.0" })],
    releases: [makeRelease("acme/triage")],
  }
  const issued = (registry: Registry) =>
    registry.instead("POST /v1/install-intents", { status: 201, body: { intent: makeIntent(), installToken, link } })
  const argv = ["install", "acme/triage", "--target", "whs", "--wait"]

  it("says the link beside the result, which is how it ended", async () => {
    await using registry = await startRegistry(catalogue)
    issued(registry)
    answers(registry, makeIntent({ status: "redeemed", outcome: "completed" }))
    const ran = await run([...argv, "--print-link", "--json"], { registry })
    expect(ran.exitCode).toBe(0)
    expect(JSON.parse(ran.stdout)).toMatchObject({ outcome: "completed" })
    expect(ran.stderr).toBe(`${link}\n`)
  })

  it("opens it in the browser with --open, and prints it nowhere", async () => {
    await using registry = await startRegistry(catalogue)
    issued(registry)
    answers(registry, makeIntent({ status: "redeemed", outcome: "declined" }))
    const opened: string[] = []
    const ran = await run([...argv, "--open"], { registry, opened })
    expect(ran.exitCode).toBe(10)
    expect(opened).toEqual([link])
    expect(ran.stdout + ran.stderr).not.toContain("fpit_")
  })

  it("asks for a way to hand the link over where nobody sees it: exit 2", async () => {
    await using registry = await startRegistry(catalogue)
    expect(await run([...argv, "--json"], { registry })).toMatchObject({ exitCode: 2, stdout: "" })
    expect(registry.requests).toEqual([])
  })
})
