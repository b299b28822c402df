import { describe, expect, it } from "vitest"
import { newInstallToken, subject } from "../support/credentials.ts"
import { confirmPath, handoffRegistry, handoffTarget, landed, linkOf, TestBrowser } from "../support/handoff.ts"

describe("an install from link to report", () => {
  it("lands, shows what would be installed, redeems, installs once and reports", async () => {
    const registry = handoffRegistry()
    const { routes, installed } = handoffTarget(registry)
    const { browser, token } = await landed(routes)
    const page = await (await browser.get(confirmPath)).text()
    expect(page).toContain("acme/support-triage")
    expect(page).toContain("1.4.0")
    expect(registry.asked("redeem")).toEqual([])
    const done = await browser.press("install")
    expect(done.status).toBe(200)
    expect(await done.text()).toContain("It is installed.")
    const [redeem] = registry.asked("redeem")
    expect(redeem).toMatchObject({ token, subject })
    expect(installed).toEqual([redeem?.["redemptionId"]])
    expect(registry.asked("outcome")).toEqual([
      { redemptionId: installed[0], outcome: "completed", targetInstallRef: "agent-1" },
    ])
    expect([...browser.cookies.keys()]).toEqual([])
    expect(await routes.resume()).toEqual({ finished: 0, waiting: 0 })
  })

  it("pressed twice at once is one install to the target and one report to the registry (T-CLIENT-3)", async () => {
    const registry = handoffRegistry()
    const made = new Set<string>()
    const { routes } = handoffTarget(registry, {
      install: ({ redemptionId }) => ({
        outcome: "completed",
        targetInstallRef: `agent-${made.add(redemptionId).size}`,
      }),
    })
    const { browser } = await landed(routes)
    const replies = await Promise.all([browser.press("install"), browser.press("install")])
    expect(replies.map(({ status }) => status)).toEqual([200, 200])
    expect(made.size).toBe(1)
    expect(new Set(registry.asked("redeem").map(({ redemptionId }) => redemptionId)).size).toBe(1)
    expect(new Set(registry.asked("outcome").map((body) => JSON.stringify(body))).size).toBe(1)
  })

  it("declined by the buyer is redeemed and reported, and nothing is installed", async () => {
    const registry = handoffRegistry()
    const { routes, installed } = handoffTarget(registry)
    const { browser } = await landed(routes)
    const page = await (await browser.press("decline")).text()
    expect(page).toContain("Nothing was installed.")
    expect(installed).toEqual([])
    expect(registry.asked("outcome")).toMatchObject([{ outcome: "declined", code: "user_declined" }])
  })

  it("answered yes and no at once keeps to the first answer, and tells the registry no other", async () => {
    const registry = handoffRegistry()
    const started = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
    const [installing, again] = started.map(({ promise }) => promise)
    const go = Promise.withResolvers<void>()
    const { routes } = handoffTarget(registry, {
      async install() {
        started.shift()?.resolve()
        await go.promise
        return { outcome: "completed" }
      },
    })
    const { browser } = await landed(routes)
    const yes = browser.press("install")
    await installing
    const no = browser.press("decline")
    await again
    go.resolve()
    expect(await (await yes).text()).toContain("It is installed.")
    expect(await (await no).text()).toContain("It is installed.")
    expect(new Set(registry.asked("outcome").map(({ outcome }) => outcome))).toEqual(new Set(["completed"]))
  })
})

describe("the target's own rule", () => {
  it("is asked before anything is redeemed, with what is to be installed and for whom", async () => {
    const registry = handoffRegistry()
    const asked: unknown[] = []
    const { routes } = handoffTarget(registry, {
      authorize(install, by) {
        asked.push({ slug: install.listing.slug, context: install.targetContext, by })
        return false
      },
    })
    const { browser } = await landed(routes)
    const page = await browser.get(confirmPath)
    expect(page.status).toBe(403)
    expect(await page.text()).not.toContain("<form")
    expect(asked).toEqual([{ slug: "acme/support-triage", context: { telespaceId: "tsp_71f0" }, by: subject }])
    expect(registry.asked("redeem")).toEqual([])
  })

  it("is asked again after, and a refusal then is reported", async () => {
    const registry = handoffRegistry()
    let mayInstall = true
    const { routes, installed } = handoffTarget(registry, { authorize: () => mayInstall })
    const { browser } = await landed(routes)
    const page = await (await browser.get(confirmPath)).text()
    const install = /value="([0-9a-f]{64})"/.exec(page)?.[1] ?? ""
    mayInstall = false
    const done = await browser.submit(confirmPath, { install, answer: "install" })
    expect(done.status).toBe(403)
    expect(installed).toEqual([])
    expect(registry.asked("outcome")).toMatchObject([{ outcome: "declined", code: "not_authorized" }])
  })

  it("gives way to a withdrawal: a release revoked since is not installed", async () => {
    const revoked: string[] = []
    const registry = handoffRegistry()
    const revocations = { isRevoked: async (releaseId: string) => revoked.push(releaseId) > 0 }
    const { routes, installed } = handoffTarget(registry, { revocations })
    const { browser } = await landed(routes)
    expect(await (await browser.press("install")).text()).toContain("Nothing was installed.")
    expect(revoked).toEqual([expect.stringMatching(/^rel_/)])
    expect(installed).toEqual([])
    expect(registry.asked("outcome")).toMatchObject([{ outcome: "declined" }])
  })

  it.each([{ releaseStatus: "revoked" }, { listingStatus: "suspended" }])(
    "gives way to a withdrawal that a replay tells of (%j)",
    async (current) => {
      const { routes, installed } = handoffTarget(handoffRegistry({ current }))
      const { browser } = await landed(routes)
      expect(await (await browser.press("install")).text()).toContain("Nothing was installed.")
      expect(installed).toEqual([])
    },
  )

  it("may end an install as failed, which is final", async () => {
    const registry = handoffRegistry()
    const { routes } = handoffTarget(registry, { install: () => ({ outcome: "failed", code: "quota_exceeded" }) })
    const { browser } = await landed(routes)
    expect(await (await browser.press("install")).text()).toContain("It could not be installed.")
    expect(registry.asked("outcome")).toMatchObject([{ outcome: "failed", code: "quota_exceeded" }])
    expect(await routes.resume()).toEqual({ finished: 0, waiting: 0 })
  })
})

describe("who is signed in", () => {
  it("is asked of the target; its redirect to sign in is sent as it is, and the token waits", async () => {
    const signIn = new Response(null, {
      status: 302,
      headers: { location: "/sign-in?next=/fleetprompt/install/confirm" },
    })
    let isSignedIn = false
    const { routes } = handoffTarget(handoffRegistry(), { subject: () => (isSignedIn ? subject : signIn) })
    const { browser } = await landed(routes)
    expect(await browser.get(confirmPath)).toBe(signIn)
    isSignedIn = true
    expect((await browser.press("install")).status).toBe(200)
  })

  it("may be nobody: then the page says to sign in, and nothing is asked of the registry", async () => {
    const registry = handoffRegistry()
    const { routes } = handoffTarget(registry, { subject: () => null })
    const { browser } = await landed(routes)
    const page = await browser.get(confirmPath)
    expect(page.status).toBe(401)
    expect(await page.text()).toContain("Sign in first")
    expect(registry.requests).toEqual([])
  })

  it("may have left between page and button: the answer leads back, and redeems nothing", async () => {
    const registry = handoffRegistry()
    let isSignedIn = true
    const { routes } = handoffTarget(registry, {
      subject: () => (isSignedIn ? subject : Response.redirect("https://id.example/")),
    })
    const { browser } = await landed(routes)
    const page = await (await browser.get(confirmPath)).text()
    isSignedIn = false
    const install = /value="([0-9a-f]{64})"/.exec(page)?.[1] ?? ""
    const reply = await browser.submit(confirmPath, { install, answer: "install" })
    expect(reply.status).toBe(401)
    expect(await reply.text()).toContain('href="confirm"')
    expect(registry.asked("redeem")).toEqual([])
  })

  it("may be somebody else than the buyer: the page says so and offers no button", async () => {
    const { routes } = handoffTarget(handoffRegistry({ preview: { subjectMatches: false } }))
    const { browser } = await landed(routes)
    const page = await browser.get(confirmPath)
    expect(page.status).toBe(403)
    expect(await page.text()).not.toContain("<form")
  })
})

describe("a link", () => {
  it.each([
    ["of another registry", (token: string) => linkOf(token, { issuer: "https://evil.example" })],
    ["that names no registry", (token: string) => `#fp_token=${token}`],
    ["without a token", () => "#fp_iss=https%3A%2F%2Fregistry.example"],
    ["with a damaged token", (token: string) => linkOf(`${token.slice(0, -1)}_`)],
  ])("%s is not taken, and nothing is parked", async (_what, link) => {
    const { routes } = handoffTarget(handoffRegistry())
    const browser = new TestBrowser(routes)
    const token = newInstallToken()
    const reply = await browser.land(link(token))
    expect(reply.status).toBe(400)
    expect(await reply.text()).not.toContain(token)
    expect(browser.cookies.size).toBe(0)
  })

  it("pasted whole without JavaScript leads to the confirm page", async () => {
    const { routes } = handoffTarget(handoffRegistry())
    const browser = new TestBrowser(routes)
    const link = ` https://whs.example/fleetprompt/install${linkOf(newInstallToken())} `
    const reply = await browser.submit("/fleetprompt/install", { link })
    expect(reply.status).toBe(303)
    expect(reply.headers.get("location")).toBe("install/confirm")
    expect((await browser.get(confirmPath)).status).toBe(200)
  })

  it("that has ended is told so only after another press, and forgotten", async () => {
    const { routes } = handoffTarget(
      handoffRegistry({
        preview: { active: false },
        redeem: () => Response.json({ code: "INSTALL_TOKEN_EXPIRED", retryable: false }, { status: 410 }),
      }),
    )
    const { browser } = await landed(routes)
    const reply = await browser.press("install")
    expect(reply.status).toBe(410)
    expect(await reply.text()).toContain("This install has expired.")
    expect(browser.cookies.size).toBe(0)
  })
})

describe("an install the target asked for", () => {
  it("comes back to the browser that asked, with its state, and redeems with the verifier", async () => {
    const registry = handoffRegistry()
    const states: unknown[] = []
    const { routes } = handoffTarget(registry, {
      install(_redemption, { state }) {
        states.push(state)
        return { outcome: "completed" }
      },
    })
    const browser = new TestBrowser({
      handle: (request) =>
        request.url.endsWith("/import") ? routes.start({ state: "agents-page" }) : routes.handle(request),
    })
    const start = await browser.get("/import")
    expect(start.status).toBe(303)
    expect(start.headers.get("location")).toBe("https://registry.example/install?handoff=hof_1")
    expect((await browser.land(linkOf(newInstallToken(), { state: "agents-page" }))).status).toBe(200)
    expect((await browser.press("install")).status).toBe(200)
    expect(states).toEqual(["agents-page"])
    expect(registry.asked("redeem")).toMatchObject([{ codeVerifier: expect.stringMatching(/^[0-9A-Za-z_-]{43}$/) }])
  })

  it("is not taken by a browser that did not ask, nor with another state", async () => {
    const { routes } = handoffTarget(handoffRegistry())
    const stranger = new TestBrowser(routes)
    expect((await stranger.land(linkOf(newInstallToken(), { state: "agents-page" }))).status).toBe(400)
    const asker = new TestBrowser({
      handle: (request) => (request.url.endsWith("/import") ? routes.start({ state: "one" }) : routes.handle(request)),
    })
    await asker.get("/import")
    expect((await asker.land(linkOf(newInstallToken(), { state: "two" }))).status).toBe(400)
    expect(await (await asker.get(confirmPath)).text()).toContain("There is nothing to install here.")
  })
})
