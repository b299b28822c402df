import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { engines } from "../support/engines.ts"
import { openWorld, type Person, type World } from "../support/world.ts"

/** How long after sending the registry is killed: before the request arrived, in the middle of it, after the commit. */
const delaysMs = [0, 1, 2, 3, 4, 5, 6, 8, 10, 14, 20, 40]

describe.each(engines)("T-IDEMP-3 · a registry killed between commit and reply, on $name", (engine) => {
  let world: World
  let alice: Person
  beforeAll(async () => {
    world = await openWorld(engine)
    alice = await world.person("alice")
  })
  afterAll(() => world.end())

  const claim = (handle: string, key: string): Promise<Response> =>
    fetch(`${world.registry.url}/v1/publishers`, {
      method: "POST",
      headers: {
        authorization: `Bearer ${alice.token}`,
        "content-type": "application/json",
        "idempotency-key": key,
      },
      body: JSON.stringify({ handle, displayName: handle }),
    })

  it("does the work of a repeated request exactly once, wherever the first one was cut off", async () => {
    for (const [round, delayMs] of delaysMs.entries()) {
      const [handle, key] = [`crash-${"abcdefghjkmn"[round]}${round}`, `the-key-of-round-${round}`]
      const first = claim(handle, key).then(
        ({ status }) => status,
        () => "cut off",
      )
      // Not a wait for something to happen: the delay is where the cut is made.
      await new Promise((cut) => setTimeout(cut, delayMs))
      await world.crashAndRestart()
      expect(["cut off", 201]).toContain(await first)
      const again = await claim(handle, key)
      expect(again.status, handle).toBe(201)
      const once = await claim(handle, key)
      expect(once.headers.get("idempotency-replayed")).toBe("true")
      expect(await once.json()).toEqual(await again.json())
    }
    const me = await fetch(`${world.registry.url}/v1/whoami`, { headers: { authorization: `Bearer ${alice.token}` } })
    expect((await me.json()).publishers).toHaveLength(delaysMs.length)
  }, 60_000)
})
