import { describe, expect, it } from "vitest"
import { define } from "../../src/commands/install/install.ts"
import { problem } from "../support/answer.ts"
import { installToken, makeListing, makeRelease } from "../support/fixtures.ts"
import { parse } from "../support/parse.ts"
import { startRegistry } from "../support/registry.ts"
import { run } from "../support/run.ts"

const slug = "acme/triage"
const reference = { slug, version: undefined }
const catalogue = {
  listings: [makeListing(slug, { status: "published", latestVersion: "1.4.0" })],
  releases: [makeRelease(slug)],
}
const link = `https://whs.example/install#token=${installToken}`

describe("install: argv", () => {
  it.each([
    [[slug, "--target", "whs"], { ...reference, target: "whs" }],
    [["acme/triage@1.4.0", "--target=whs-staging"], { slug, version: "1.4.0", target: "whs-staging" }],
    [[slug, "--target", "whs", "--ttl", "15m"], { ...reference, target: "whs", ttl: 900_000 }],
    [[slug, "--target", "whs", "--ttl", "90s"], { ...reference, target: "whs", ttl: 90_000 }],
    [[slug, "--target", "whs", "--ttl", "1h"], { ...reference, target: "whs", ttl: 3_600_000 }],
    [
      [slug, "--target", "agentelic", "--context", "telespaceId=t1", "--context", "roomId=a=b"],
      { ...reference, target: "agentelic", context: { telespaceId: "t1", roomId: "a=b" } },
    ],
    [[slug, "--target", "whs", "--token-stdout"], { ...reference, target: "whs", tokenStdout: true }],
    [[slug, "--target", "whs", "--print-link"], { ...reference, target: "whs", printLink: true }],
  ])("%j", async (argv, options) => {
    expect(await parse(define, argv)).toEqual(options)
  })

  it.each([
    [[slug, "--target", "Not A Name"], "It must be lower-case letters"],
    [[slug, "--wait", "--token-stdout"], "cannot be used with option"],
    [[slug, "--target", "whs", "--ttl", "2h"], "It must be a time from 1m to 1h"],
    [[slug, "--target", "whs", "--ttl", "59s"], "It must be a time from 1m to 1h"],
    [[slug, "--target", "whs", "--ttl", "15"], "It must be a time from 1m to 1h"],
    [[slug, "--target", "whs", "--context", "colour=red"], "with a key of telespaceId, roomId, orgId"],
    [[slug, "--target", "whs", "--context", "roomId"], "It must be key=value"],
    [[slug, "--target", "whs", "--print-link", "--token-stdout"], "cannot be used with option"],
  ])("%j is refused", async (argv, complaint) => {
    expect(await parse(define, argv)).toContain(complaint)
  })
})

describe("install", () => {
  const argv = ["install", slug, "--target", "whs"]

  it("prints the link on a terminal, and says that the target decides", async () => {
    await using registry = await startRegistry(catalogue)
    const ran = await run(argv, { registry, terminal: 80, env: { NO_COLOR: "1" } })
    expect(ran).toMatchObject({ exitCode: 0, stdout: `${link}\n` })
    expect(ran.stderr).toContain("within 15 minutes to hand acme/triage@1.4.0 over to whs, which decides")
    expect(ran.stderr).toMatch(/^Open the link/)
    expect(ran.stderr).not.toContain("fpit_")
  })

  it("asks for a choice before it starts anything where stdout is a pipe: exit 2", async () => {
    await using registry = await startRegistry(catalogue)
    const ran = await run(argv, { registry })
    expect(ran).toMatchObject({ exitCode: 2, stdout: "" })
    expect(ran.stderr).toContain("--print-link, --token-stdout, --open or --json")
    expect(registry.requests).toEqual([])
  })

  it.each([
    ["--print-link", `${link}\n`],
    ["--token-stdout", `${installToken}\n`],
  ])("prints what %s asks for into a pipe, and the token nowhere else", async (flag, stdout) => {
    await using registry = await startRegistry(catalogue)
    const ran = await run([...argv, flag], { registry })
    expect(ran).toMatchObject({ exitCode: 0, stdout })
    expect(ran.stderr).not.toContain("fpit_")
  })

  it("prints the issued install as the API answered it with --json", async () => {
    await using registry = await startRegistry(catalogue)
    const ran = await run([...argv, "--json"], { registry })
    expect(JSON.parse(ran.stdout)).toMatchObject({ intent: { status: "token_issued" }, installToken, link })
    expect(ran.stderr).toBe("")
  })

  it("sends version, context and time to live", async () => {
    await using registry = await startRegistry(catalogue)
    const more = ["--context", "orgId=o1", "--ttl", "5m", "--print-link"]
    await run(["install", `${slug}@1.4.0`, "--target", "whs", ...more], { registry })
    expect(registry.requests[0]?.body).toEqual({
      listing: slug,
      version: "1.4.0",
      target: "whs",
      targetContext: { orgId: "o1" },
      ttlMs: 300_000,
    })
  })

  it("names the targets there are where the given one is not among them: exit 5", async () => {
    await using registry = await startRegistry(catalogue)
    const ran = await run(["install", slug, "--target", "wsh", "--print-link"], { registry })
    expect(ran.exitCode).toBe(5)
    expect(ran.stderr).toContain("This registry has no target named wsh.\nIts targets: whs.")
  })

  it("passes on why a release cannot be installed: exit 5", async () => {
    await using registry = await startRegistry(catalogue)
    registry.instead("POST /v1/install-intents", problem("RELEASE_NOT_INSTALLABLE"))
    const ran = await run([...argv, "--print-link"], { registry })
    expect(ran).toMatchObject({ exitCode: 5, stdout: "" })
    expect(ran.stderr).toContain("Choose another release or another target.")
  })
})
