import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import axe from "axe-core"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { openSite, signInLink, type Site } from "../support/site.ts"
import { openTerminal } from "../support/terminal.ts"
import { violationsOf } from "../support/violations.ts"

describe("T-DEVICE-5 · `fleetprompt login`, approved in a browser", () => {
  let site: Site
  let home: string
  beforeAll(async () => {
    site = await openSite({ entries: 1 })
    home = await mkdtemp(join(tmpdir(), "fleetprompt-login-"))
  })
  afterAll(async () => {
    await site.end()
    await rm(home, { recursive: true, force: true })
  })

  const run = (...args: string[]) => openTerminal(args, { cwd: home, env: { FLEETPROMPT_URL: site.url } })

  it.each([
    ["without a script", false],
    ["with scripts", true],
  ])("lets the program act for who approved, until it logs out, %s", async (_how, scripts) => {
    const context = await site.browser.newContext({ baseURL: site.url, javaScriptEnabled: scripts })
    if (scripts) await context.addInitScript(axe.source)
    const page = await context.newPage()
    await page.goto(await signInLink(site, "carol"))
    await page.getByRole("button", { name: "Sign in as carol" }).click()

    const login = run("login", "--no-browser")
    await login.shows(/and enter [A-Z]{4}-[A-Z]{4}/)
    const [, address = "", code = ""] = /Open (\S+)\s+and enter ([A-Z-]{9})/.exec(login.screen()) ?? []
    expect(new URL(address).origin).toBe(site.url)
    await page.goto(address)
    await page.getByLabel("Code").fill(code.toLowerCase())
    await page.getByRole("button", { name: "Go on" }).click()
    expect(await page.locator("p.code").innerText()).toBe(code)
    expect(scripts ? await violationsOf(page) : []).toEqual([])
    await page.getByRole("button", { name: "Approve" }).click()
    expect(await page.locator("h1").innerText()).toBe("Approved")
    expect([await login.exited, login.screen()]).toEqual([0, expect.stringContaining("as carol")])
    expect(login.screen()).not.toMatch(/fpcl_/)

    const whoami = run("whoami")
    expect([await whoami.exited, whoami.screen()]).toEqual([0, expect.stringContaining("carol")])
    expect(await run("logout").exited).toBe(0)
    expect(await run("whoami").exited).toBe(4)
    await context.close()
  })
})
