import { RedeemProtocolError } from "@fleetprompt/redeem-client"
import { describe, expect, it } from "vitest"
import { confirmPath, handoffRegistry, handoffTarget, landed } from "../support/handoff.ts"

/** Keeps what it is told, so that the buyer's page can be looked at. */
function listener() {
  const errors: unknown[] = []
  return { errors, onError: (error: unknown) => void errors.push(error) }
}

describe("no install is lost (T-CLIENT-2)", () => {
  it("where the reply to a redeem is: the page says so, and the same button brings it", async () => {
    const registry = handoffRegistry()
    registry.losing.add("redeem")
    const { errors, onError } = listener()
    const { routes, installed } = handoffTarget(registry, { onError })
    const { browser } = await landed(routes)
    const reply = await browser.press("install")
    expect(reply.status).toBe(503)
    expect(await reply.text()).toContain("Your install is not lost")
    expect(errors).toEqual([expect.any(RedeemProtocolError)])
    registry.losing.clear()
    expect(await (await browser.press("install")).text()).toContain("It is installed.")
    expect(new Set(registry.asked("redeem").map(({ redemptionId }) => redemptionId))).toEqual(new Set(installed))
  })

  it("where the process ends between the reply and the install: the next one takes it up without a token", async () => {
    const registry = handoffRegistry()
    const crash = () => new Promise<never>(() => {})
    const before = handoffTarget(registry, { install: crash })
    const { browser } = await landed(before.routes)
    void browser.press("install")
    await expect.poll(() => before.store.unfinished()).toHaveLength(1)

    const after = handoffTarget(registry, { store: before.store })
    expect(await after.routes.resume()).toEqual({ finished: 1, waiting: 0 })
    expect(after.installed).toHaveLength(1)
    expect(registry.asked("outcome")).toEqual([
      { redemptionId: after.installed[0], outcome: "completed", targetInstallRef: "agent-1" },
    ])
    expect(await after.routes.resume()).toEqual({ finished: 0, waiting: 0 })
  })

  it("where the install throws: it is tried again until it answers", async () => {
    const registry = handoffRegistry()
    const { errors, onError } = listener()
    let broken = true
    const { routes } = handoffTarget(registry, {
      onError,
      install() {
        if (broken) throw new Error("The database is away.")
        return { outcome: "completed" }
      },
    })
    const { browser } = await landed(routes)
    expect((await browser.press("install")).status).toBe(503)
    expect(await routes.resume()).toEqual({ finished: 0, waiting: 1 })
    expect(errors).toEqual([new Error("The database is away."), new Error("The database is away.")])
    expect(registry.asked("outcome")).toEqual([])
    broken = false
    expect(await routes.resume()).toEqual({ finished: 1, waiting: 0 })
    expect(registry.asked("outcome")).toMatchObject([{ outcome: "completed" }])
  })

  it("where the report fails: the buyer is told of the install, the registry later", async () => {
    const registry = handoffRegistry()
    registry.failing.add("outcome")
    const { errors, onError } = listener()
    const { routes, installed } = handoffTarget(registry, { onError })
    const { browser } = await landed(routes)
    expect(await (await browser.press("install")).text()).toContain("It is installed.")
    expect(errors).toHaveLength(1)
    expect(await routes.resume()).toEqual({ finished: 0, waiting: 1 })
    registry.failing.clear()
    expect(await routes.resume()).toEqual({ finished: 1, waiting: 0 })
    expect(installed).toHaveLength(1)
    expect(registry.asked("outcome").at(-1)).toMatchObject({ outcome: "completed", targetInstallRef: "agent-1" })
  })

  it("where one keeps failing: the others are finished all the same", async () => {
    const registry = handoffRegistry()
    const { onError } = listener()
    const first: string[] = []
    const { routes, store } = handoffTarget(registry, {
      onError,
      install({ redemptionId }) {
        if (first.length === 0) first.push(redemptionId)
        if (redemptionId === first[0]) throw new Error("This one never works.")
        return { outcome: "completed" }
      },
    })
    for (const { browser } of [await landed(routes), await landed(routes)]) await browser.press("install")
    registry.failing.add("outcome")
    const { browser } = await landed(routes)
    await browser.press("install")
    registry.failing.clear()
    expect(await store.unfinished()).toHaveLength(2)
    expect(await routes.resume()).toEqual({ finished: 1, waiting: 1 })
  })

  it("and without onError nothing is swallowed: the framework gets it", async () => {
    const registry = handoffRegistry()
    const { routes } = handoffTarget(registry, {
      install() {
        throw new Error("The database is away.")
      },
    })
    const { browser } = await landed(routes)
    await expect(browser.press("install")).rejects.toThrow("The database is away.")
    await expect(routes.resume()).rejects.toThrow("The database is away.")
  })
})

describe("a registry in trouble", () => {
  it("leaves the confirm page without a button, and the link to try again", async () => {
    const registry = handoffRegistry()
    registry.failing.add("introspect")
    const { errors, onError } = listener()
    const { routes } = handoffTarget(registry, { onError })
    const { browser } = await landed(routes)
    const page = await browser.get(confirmPath)
    expect(page.status).toBe(503)
    expect(await page.text()).toContain('<a href="confirm">Try again</a>')
    expect(errors).toHaveLength(1)
  })

  it("that refuses a report for good is not asked for ever", async () => {
    const registry = handoffRegistry()
    const { errors, onError } = listener()
    const fetch: typeof globalThis.fetch = async (input, init) =>
      new Request(input, init).url.endsWith("/outcome")
        ? Response.json({ code: "OUTCOME_CONFLICT", retryable: false }, { status: 409 })
        : await registry.fetch(input, init)
    const { routes } = handoffTarget({ fetch }, { onError })
    const { browser } = await landed(routes)
    expect((await browser.press("install")).status).toBe(200)
    expect(errors).toMatchObject([{ problemCode: "OUTCOME_CONFLICT" }])
    expect(await routes.resume()).toEqual({ finished: 0, waiting: 0 })
  })
})
