import { randomUUID } from "node:crypto"
import { request } from "node:http"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { createInstallWaits } from "../../src/install-waits.ts"
import { listen } from "../../src/listen.ts"
import type { Answer, Caller } from "../support/caller.ts"
import { createClock, minutes } from "../support/clock.ts"
import { engines } from "../support/engines.ts"
import { issuer, openRegistry, type TestRegistry } from "../support/registry.ts"
import { watchedWaits } from "../support/watched-waits.ts"

describe.each(engines)("T-HANDOFF-5 · waiting for an install to change on $name", (engine) => {
  let registry: TestRegistry
  let bob: Caller
  let whs: Caller
  let bobsId: string
  /** How often somebody began to pause. */
  let pauses = 0
  beforeAll(async () => {
    registry = await openRegistry(engine, {}, ({ installWaits }) => ({
      installWaits: watchedWaits(installWaits, () => pauses++),
    }))
    whs = await registry.target("whs")
    await (await registry.as("alice")).shelve("acme/triage")
    bob = await registry.as("bob")
    bobsId = await bob.userId()
  })
  afterAll(() => registry.close())

  const start = async () => {
    const { intent, installToken } = (await bob.install({ listing: "acme/triage" })).body
    const id = intent.installIntentId
    const etag = (await bob.getInstall(id)).headers.get("etag") ?? ""
    return { id, etag, installToken }
  }
  const ask = (id: string, etag: string, waitMs = 25_000) =>
    bob.request<{ status: string }>("GET", `/v1/install-intents/${id}?waitMs=${waitMs}`, undefined, {
      headers: { "if-none-match": etag },
    })
  /** Follows a request without waiting for it. */
  function following<Body>(asked: Promise<Answer<Body>>) {
    let answer: Answer<Body> | undefined
    const arrived = asked.then((reply) => (answer = reply))
    return { asked: arrived, answer: () => answer }
  }
  /** Resolves when so many have paused since the suite began. */
  const untilPaused = (count: number) => expect.poll(() => pauses, { timeout: 15_000 }).toBe(count)
  /** Asks, and returns once the answer is waited for. */
  async function waitFor({ id, etag }: { id: string; etag: string }) {
    const before = pauses
    const waiting = following(ask(id, etag))
    await untilPaused(before + 1)
    return waiting
  }
  /** Moves the clock on by less than anybody waits before they look again, and lets them look. */
  async function pass(ms: number) {
    for (let left = ms; left > 0; left -= 2_000) {
      const before = pauses
      registry.clock.advance(2_000)
      if (left > 2_000) await untilPaused(before + 1)
    }
  }

  it("answers at once without a condition, with one that is out of date, and without a time to wait", async () => {
    const { id, etag } = await start()
    expect((await bob.get(`/v1/install-intents/${id}?waitMs=25000`)).status).toBe(200)
    expect((await ask(id, '"ins-other"')).status).toBe(200)
    expect((await ask(id, etag, 0)).status).toBe(304)
  })

  it.each<[string, string, (started: { id: string; installToken: string }) => Promise<unknown>]>([
    [
      "redeemed",
      "redeemed",
      ({ installToken }) =>
        whs.redeem({ token: installToken, redemptionId: randomUUID(), subject: { iss: issuer, sub: "bob" } }),
    ],
    ["canceled", "canceled", ({ id }) => bob.cancel(id)],
    ["given another token", "token_issued", ({ id }) => bob.issueToken(id)],
  ])("answers in the moment it is %s", async (_what, status, change) => {
    const started = await start()
    const waiting = await waitFor(started)
    expect(waiting.answer()).toBeUndefined()
    await change(started)
    const answer = await waiting.asked
    expect(answer).toMatchObject({ status: 200, body: { status } })
    expect(answer.headers.get("etag")).not.toBe(started.etag)
  })

  it("answers within two seconds what another process has changed", async () => {
    const started = await start()
    const { id } = started
    const waiting = await waitFor(started)
    await registry.rawSql(
      `UPDATE install_intents SET status = 'canceled', cancel_reason = 'admin' WHERE install_intent_id = '${id}'`,
    )
    expect(waiting.answer()).toBeUndefined()
    registry.clock.advance(2_000)
    expect(await waiting.asked).toMatchObject({ status: 200, body: { status: "canceled" } })
  })

  it("answers in the moment it expires", async () => {
    const started = await start()
    registry.clock.advance(minutes(15) - 500)
    const waiting = await waitFor(started)
    registry.clock.advance(500)
    expect(await waiting.asked).toMatchObject({ status: 200, body: { status: "expired" } })
  })

  it("answers 304 when the time is over and nothing has changed", async () => {
    const waiting = await waitFor(await start())
    const before = pauses
    await pass(24_000)
    await untilPaused(before + 12)
    expect(waiting.answer()).toBeUndefined()
    registry.clock.advance(1_000)
    expect((await waiting.asked).status).toBe(304)
  })

  it("lets eight of one buyer wait, and answers the ninth at once", async () => {
    const { id, etag } = await start()
    const waiting = []
    for (let count = 0; count < 8; count++) waiting.push(await waitFor({ id, etag }))
    expect((await ask(id, etag)).status).toBe(304)
    expect(waiting.map(({ answer }) => answer())).toEqual(waiting.map(() => undefined))
    await bob.cancel(id)
    for (const { asked } of waiting) expect((await asked).status).toBe(200)
    const next = await start()
    const again = await waitFor(next)
    await bob.cancel(next.id)
    expect((await again.asked).status).toBe(200)
  })

  it("lets go of who hangs up, and their place with them", async () => {
    const { id, etag } = await start()
    const listener = await listen({ host: "127.0.0.1", port: 0 }, () => registry.app)
    const headers = { authorization: `Bearer ${bob.credential}`, "if-none-match": etag }
    const calls = Array.from({ length: 8 }, () => {
      const call = request(`${listener.url}/v1/install-intents/${id}?waitMs=25000`, { headers })
      call.on("error", () => {})
      call.end()
      return call
    })
    await expect.poll(() => isFree(id), { timeout: 15_000 }).toBe(false)
    for (const call of calls) call.destroy()
    await expect.poll(() => isFree(id), { timeout: 15_000 }).toBe(true)
    await listener.close()
  })

  function isFree(id: string): boolean {
    const wait = registry.context.installWaits.begin(bobsId, id)
    wait?.end()
    return wait !== undefined
  }
})

describe("those who wait in a process", () => {
  it("are a thousand at most, whoever they are", () => {
    const waits = createInstallWaits(createClock().setTimer)
    const places = Array.from({ length: 1_001 }, (_, index) => waits.begin(`user-${index}`, "ins_1"))
    expect(places.filter((place) => place === undefined)).toHaveLength(1)
    places[0]?.end()
    expect(waits.begin("user-1001", "ins_1")).toBeDefined()
  })

  it("are let go when it ends, and nobody waits after that", async () => {
    const waits = createInstallWaits(createClock().setTimer)
    const wait = waits.begin("user", "ins_1")
    const paused = wait?.pause(25_000, new AbortController().signal)
    waits.close()
    expect(await paused).toBe(false)
    expect(await wait?.pause(25_000, new AbortController().signal)).toBe(false)
    expect(waits.begin("user", "ins_1")).toBeUndefined()
  })

  it("miss no change that comes between two looks", async () => {
    const waits = createInstallWaits(createClock().setTimer)
    const wait = waits.begin("user", "ins_1")
    waits.wake("ins_1")
    expect(await wait?.pause(25_000, new AbortController().signal)).toBe(true)
  })
})
