import { describe, expect, it } from "vitest"
import { define as defineAdd } from "../../src/commands/trusted-publisher/add.ts"
import { idFor, manifestText } from "../support/fixtures.ts"
import { folder } from "../support/folder.ts"
import { parse } from "../support/parse.ts"
import { startRegistry } from "../support/registry.ts"
import { run } from "../support/run.ts"

const slug = "acme/triage"
const at = `/v1/listings/${slug}/trusted-publishers`
const trustedPublisherId = idFor("trustedPublisher", "one")
const trusted = {
  trustedPublisherId,
  slug,
  isPending: true,
  provider: "github",
  issuer: "https://token.actions.githubusercontent.com",
  repository: "acme/triage",
  ownerId: "42",
  repositoryId: null,
  workflow: ".github/workflows/release.yml",
  environment: null,
  refPattern: null,
  events: ["push"],
  allowReusable: false,
  unpinnedEnvironment: "prod\u202euction",
  createdAtMs: 1,
  lastUsedAtMs: null,
}
const needed = ["--repository", "acme/triage", "--owner-id", "42", "--workflow", "release.yml"]

describe("trusted-publisher", () => {
  it.each([
    [[slug], "required option '--repository <owner/name>' not specified"],
    [[slug, ...needed.with(3, "acme")], "It must be the number the forge gives it, not its name."],
    [[slug, ...needed.with(1, "triage")], "It must be owner/name."],
    [[slug, ...needed, "--event", "pull_request_target"], "Allowed choices are push, release, workflow_dispatch, web."],
  ])("add %j is refused", async (argv, complaint) => {
    expect(await parse(defineAdd, argv)).toContain(complaint)
  })

  it("adds, and says what it now trusts", async () => {
    await using registry = await startRegistry()
    registry.instead(`POST ${at}`, { status: 201, body: trusted })
    const { exitCode, stdout } = await run(["trusted-publisher", "add", slug, ...needed], { registry })
    expect(exitCode).toBe(0)
    expect(stdout).toContain("acme/triage, which the first run will create")
    expect(stdout).toContain("acme/triage (owner 42, its own number is kept with the first run)")
  })

  it("lists, and says what could be stricter", async () => {
    await using registry = await startRegistry()
    registry.instead(`GET ${at}`, { status: 200, body: { data: [trusted], requireTrustedPublishing: false } })
    const { stdout, stderr } = await run(["trusted-publisher", "list", slug], { registry })
    expect(stdout).toContain(trustedPublisherId)
    expect(stderr).toContain("and does not ask for it")
    expect(stderr).not.toContain("\u202e")
    expect(stderr).toContain("Members may publish besides.")
  })

  it("removes, and requires", async () => {
    await using registry = await startRegistry()
    registry.instead(`DELETE ${at}/${trustedPublisherId}`, { status: 200, body: trusted })
    const rule = { requireTrustedPublishing: true }
    registry.instead(`PUT /v1/listings/${slug}/trusted-publishing`, { status: 200, body: rule })
    const removed = await run(["trusted-publisher", "remove", slug, trustedPublisherId], { registry })
    expect(removed.stdout).toContain("may publish acme/triage no more")
    const required = await run(["trusted-publisher", "require", slug], { registry })
    expect(required.stdout).toContain("from its trusted publishers alone")
  })
})

describe("publish with a token of the CI", () => {
  const discovery = (trustedPublishing: object | null) => ({
    issuer: "https://registry.example",
    apiBase: "https://registry.example/v1",
    minCliVersion: "0.0.0",
    manifestSchemaUrl: "https://registry.example/schema",
    trustedPublishing,
    signingKeys: [],
  })

  it.each([
    ["TRUSTED_PUBLISHING_OFF", null],
    ["AUDIENCE_FOREIGN", { audience: "https://other.example", issuers: [] }],
    ["AUDIENCE_FOREIGN", { audience: "no address", issuers: [] }],
  ])("sends it nowhere but to the registry it is meant for: %s", async (code, trustedPublishing) => {
    await using registry = await startRegistry()
    await using here = await folder({ "fleetprompt.yaml": manifestText })
    registry.instead("GET /.well-known/fleetprompt", { status: 200, body: discovery(trustedPublishing) })
    const world = { registry, cwd: here.path, token: undefined, env: { FLEETPROMPT_ID_TOKEN: "a.b.c" } }
    const { exitCode, stderr } = await run(["publish", "--json"], world)
    expect({ exitCode, code: JSON.parse(stderr).code }).toEqual({ exitCode: 4, code })
  })

  it("is one variable for each listing of the manifest", async () => {
    await using registry = await startRegistry()
    const audience = registry.url
    registry.instead("GET /.well-known/fleetprompt", { status: 200, body: discovery({ audience, issuers: [] }) })
    const second = manifestText.replaceAll("support-triage", "other").replaceAll("\n", "\n    ")
    const first = manifestText.replaceAll("\n", "\n    ")
    const entry = (text: string) => `  - ${text.slice(text.indexOf("listing:")).trimEnd()}\n`
    await using here = await folder({
      "fleetprompt.yaml": `manifestVersion: 1\nlistings:\n${entry(first)}${entry(second)}`,
    })
    const reply = { token: `fpci_${"0".repeat(38)}`, expiresAtMs: 1, trustedPublisherId }
    registry.instead("POST /v1/trusted-publishing/exchange", { status: 200, body: reply })
    const world = { registry, cwd: here.path, token: undefined, env: { FLEETPROMPT_ID_TOKEN: "a.b.c" } }
    const { exitCode, stderr } = await run(["publish"], world)
    expect(exitCode).toBe(4)
    expect(stderr).toContain("FLEETPROMPT_ID_TOKEN_2 is not set")
  })
})
