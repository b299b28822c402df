import { randomUUID } from "node:crypto"
import { cp, mkdir } from "node:fs/promises"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { createRedeemer, memoryStore } from "@fleetprompt/redeem-client"
import { FleetPrompt, type IssuedInstall } from "@fleetprompt/sdk"
import type { ListingMetrics } from "@fleetprompt/sdk/contracts"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { Browser } from "../support/browser.ts"
import { type Cli, cliIn } from "../support/cli.ts"
import { engines } from "../support/engines.ts"
import type { ExampleTarget } from "../support/target.ts"
import { openWorld, type Person, type World } from "../support/world.ts"

const manifests = fileURLToPath(new URL("../../examples/manifests", import.meta.url))

describe.each(engines)("T-SECRETS-5 · The main job on $name", (engine) => {
  let world: World
  let publisher: Person
  let bob: Person
  let whs: ExampleTarget
  let project: Cli
  const as = ({ token }: Person) => new FleetPrompt({ baseUrl: world.registry.url, token })
  const asBob = () => as(bob)
  const take = async (by: Person = bob): Promise<IssuedInstall> => {
    const run = await cliIn(world.folder, world.registry, by.token)(
      "install",
      "acme/support-triage",
      "--target",
      "whs",
      "--json",
    )
    expect(run).toMatchObject({ code: 0, stderr: "" })
    return JSON.parse(run.stdout)
  }
  /** Follows the link, is sent to sign in, and comes to the page that asks. */
  const land = async (link: string, member: string) => {
    const browser = new Browser()
    expect((await browser.follow(link)).text).toContain("Sign in")
    return { browser, page: await browser.submit(`${whs.url}/sign-in`, { member }) }
  }
  const install = async (link: string, member: string) => {
    const { browser, page } = await land(link, member)
    return page.status === 200 ? await browser.press("install") : page
  }

  beforeAll(async () => {
    world = await openWorld(engine)
    publisher = await world.person("alice")
    bob = await world.person("bob")
    whs = await world.target("whs")
    await cp(manifests, join(world.folder, "manifests"), { recursive: true })
    project = cliIn(join(world.folder, "manifests/whs-agent"), world.registry, publisher.token)
  })
  afterAll(() => world.end())

  it("takes a publisher from a manifest to a public release", async () => {
    expect(await project("publisher", "claim", "acme")).toMatchObject({ code: 0 })
    const published = await project("publish", "--json")
    expect(published).toMatchObject({ code: 0, stderr: "" })
    expect(JSON.parse(published.stdout)).toMatchObject({
      listing: { action: "created" },
      release: { action: "created", version: "1.4.0" },
      status: "published",
    })
    const stranger = cliIn(world.folder, world.registry)
    const shown = await stranger("show", "acme/support-triage@1.4.0", "--json")
    expect(shown.stdout).toContain("Routes by working hours of the team.")
    expect((await stranger("search", "tickets")).stdout).toContain("acme/support-triage")
  })

  it("answers the same publish again with unchanged and 0", async () => {
    const again = await project("publish", "--json")
    expect(again).toMatchObject({ code: 0 })
    expect(JSON.parse(again.stdout)).toMatchObject({
      listing: { action: "unchanged" },
      release: { action: "unchanged" },
    })
    expect((await project("publish")).stdout).toContain("unchanged")
  })

  it("keeps what it confirmed through a crash right after the reply", async () => {
    const workflow = cliIn(join(world.folder, "manifests/agentromatic-workflow"), world.registry, publisher.token)
    expect(await workflow("publish")).toMatchObject({ code: 0 })
    await world.crashAndRestart()
    const again = await workflow("publish", "--json")
    expect(JSON.parse(again.stdout)).toMatchObject({ release: { action: "unchanged" }, status: "published" })
  })

  it("takes a buyer from a link to an agent in the target, and says completed only when the target does", async () => {
    const { link, intent } = await take()
    expect(await asBob().installs.get(intent.installIntentId)).toMatchObject({ status: "token_issued", outcome: null })
    expect(await install(link, "bob")).toMatchObject({
      status: 200,
      text: expect.stringContaining("It is installed."),
    })
    expect(await asBob().installs.get(intent.installIntentId)).toMatchObject({
      status: "redeemed",
      outcome: "completed",
    })
    expect((await new Browser().get(whs.url)).text).toContain("acme/support-triage 1.4.0, imported by bob")
  })

  it("reports an install the buyer declines as declined", async () => {
    const { link, intent } = await take()
    const { browser, page } = await land(link, "bob")
    expect(page.text).toContain("acme/support-triage")
    await browser.press("decline")
    const { status, outcome, outcomeCode } = await asBob().installs.get(intent.installIntentId)
    expect({ status, outcome, outcomeCode }).toEqual({
      status: "redeemed",
      outcome: "declined",
      outcomeCode: "user_declined",
    })
  })

  it("lets the target's own rule say no, and leaves the token as it was", async () => {
    const vera = await world.person("vera")
    const { link, intent } = await take(vera)
    expect(await install(link, "vera")).toMatchObject({
      status: 403,
      text: expect.stringContaining("You may not install this here."),
    })
    expect(await as(vera).installs.get(intent.installIntentId)).toMatchObject({ status: "token_issued" })
  })

  it("does not install into the account of somebody who was sent another person's link", async () => {
    const { link, intent } = await take()
    expect((await install(link, "eve")).status).toBe(403)
    expect(await asBob().installs.get(intent.installIntentId)).toMatchObject({ status: "token_issued" })
    expect((await install(link, "bob")).status).toBe(200)
  })

  it("gives a token to the first of 200 redemptions at once and to no other", async () => {
    const { installToken } = await take()
    const answers = await Promise.all(
      Array.from({ length: 200 }, async () => {
        const response = await fetch(`${world.registry.url}/v1/install-intents/redeem`, {
          method: "POST",
          headers: { authorization: `Bearer ${whs.secret}`, "content-type": "application/json" },
          body: JSON.stringify({
            token: installToken,
            redemptionId: randomUUID(),
            subject: { iss: bob.iss, sub: "bob" },
          }),
        })
        return { status: response.status, body: await response.json() }
      }),
    )
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    expect(answers.filter(({ body }) => body.code === "INSTALL_TOKEN_REDEEMED")).toHaveLength(199)
  })

  it("refuses a spent token, and another target's token like an unknown one", async () => {
    const subject = { iss: bob.iss, sub: "bob" }
    const redeemerFor = (secret: string) =>
      createRedeemer({ registry: world.registry.url, credential: { secret }, store: memoryStore() })
    const { installToken } = await take()
    const staging = await world.registry.addTarget("whs-staging", "https://staging.example/install")
    expect(await redeemerFor(staging).redeem(installToken, subject)).toMatchObject({
      ok: false,
      reason: "invalid",
    })
    expect(await redeemerFor(whs.secret).redeem(installToken, subject)).toMatchObject({ ok: true })
    expect(await redeemerFor(whs.secret).redeem(installToken, subject)).toMatchObject({
      ok: false,
      reason: "already_redeemed",
    })
  })

  it("finishes an install though the registry crashed between the two pages", async () => {
    const { link, intent } = await take()
    const { browser } = await land(link, "bob")
    await world.crashAndRestart()
    expect((await browser.press("install")).status).toBe(200)
    expect(await asBob().installs.get(intent.installIntentId)).toMatchObject({ outcome: "completed" })
  })

  it("starts from an empty folder: init, validate, publish", async () => {
    const folder = join(world.folder, "from-nothing")
    await mkdir(folder)
    const fleetprompt = cliIn(folder, world.registry, publisher.token)
    const flags = ["--slug", "acme/first-agent", "--kind", "whs_agent", "--name", "First Agent"]
    const begun = await fleetprompt("init", ...flags, "--summary", "My first agent.", "--ref", "agt_first")
    expect(begun).toMatchObject({ code: 0 })
    expect(await fleetprompt("validate")).toMatchObject({ code: 0 })
    expect(await fleetprompt("publish")).toMatchObject({ code: 0 })
    const listed = await fleetprompt("listing", "list", "--json")
    expect(JSON.parse(listed.stdout).data.map(({ slug }: { slug: string }) => slug)).toContain("acme/first-agent")
  })

  it("tells a publisher how often a listing was viewed, also when the registry was stopped meanwhile", async () => {
    const address = `${world.registry.url}/v1/listings/acme/first-agent`
    for (const query of ["", "", "?from=search"]) expect((await fetch(`${address}${query}`)).status).toBe(200)
    await world.restart()
    const response = await fetch(`${address}/metrics?days=2`, {
      headers: { authorization: `Bearer ${publisher.token}` },
    })
    const { days } = (await response.json()) as ListingMetrics
    // Midnight may have come between.
    expect(days.reduce((sum, { views }) => sum + views, 0)).toBe(3)
    expect(days.reduce((sum, { searchViews }) => sum + searchViews, 0)).toBe(1)
  })

  it("leaves no credential in the log or on any page of the database", async () => {
    const { installToken } = await take()
    const known = [publisher.token, bob.token, whs.secret, world.registry.token, installToken]
    const kept = `${await world.storedBytes()}${world.registry.process.stderr()}${world.registry.process.stdout()}`
    expect(kept).toContain("acme/support-triage")
    // What `dev` greets with is printed on purpose, and nowhere else.
    const withoutGreeting = kept.replaceAll(`FLEETPROMPT_TOKEN=${world.registry.token}`, "")
    for (const secret of known) expect(withoutGreeting).not.toContain(secret)
    expect(withoutGreeting).not.toMatch(/fp(it|at|ts)_[0-9A-Za-z]{38}/)
  })
})
