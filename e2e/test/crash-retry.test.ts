import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { type Moment, openStrikingProxy, type StrikingProxy } from "../kills/proxy.ts"
import { type Answer, ask } from "../support/ask.ts"
import { engines } from "../support/engines.ts"
import { openWorld, type Person, type World } from "../support/world.ts"

/** Before the registry could do a thing, in the middle of several requests, and after the commit. */
const moments: readonly Moment[] = [
  { at: "request sent", after: 0 },
  { at: "request sent", after: 2 },
  { at: "reply held", after: 0 },
  { at: "reply held", after: 2 },
  { at: "reply cut", after: 0 },
  { at: "reply cut", after: 1 },
]

/** As many arrive at once, so that a strike finds each of them somewhere else on its way. */
const names = ["ada", "ben", "cleo"]

describe.each(engines)("T-IDEMP-3 · a registry killed between commit and reply, on $name", (engine) => {
  let world: World
  let proxy: StrikingProxy
  let alice: Person
  beforeAll(async () => {
    world = await openWorld(engine)
    proxy = await openStrikingProxy(world.directUrl)
    alice = await world.person("alice")
  })
  afterAll(async () => {
    await proxy.close()
    await world.end()
  })

  const claim = (handle: string): Promise<Answer> =>
    ask(
      { url: proxy.url, token: alice.token },
      "POST",
      "/v1/publishers",
      { handle, displayName: handle },
      `the-idempotency-key-of-${handle}`,
    )

  it("does the work of a repeated request exactly once, wherever the first one was cut off", async () => {
    for (const [round, moment] of moments.entries()) {
      const handles = names.map((name) => `${name}-${round}`)
      const struck = proxy.strike(moment, () => void world.registry.process.kill("SIGKILL"))
      const firsts = handles.map((handle) => claim(handle).catch(() => "cut off" as const))
      expect((await struck).size).toBeGreaterThan(0)
      await world.crashAndRestart()
      proxy.forwardTo(world.directUrl)
      const statuses = (await Promise.all(firsts)).map((first) => (first === "cut off" ? first : first.status))
      expect(statuses).toContain("cut off")
      for (const status of statuses) expect(["cut off", 201]).toContain(status)
      for (const handle of handles) {
        const again = await claim(handle)
        expect(again.status, handle).toBe(201)
        expect(await claim(handle)).toEqual(again)
      }
    }
    const { body } = await ask({ url: world.registry.url, token: alice.token }, "GET", "/v1/whoami")
    expect(body["publishers"]).toHaveLength(moments.length * names.length)
  }, 120_000)
})
