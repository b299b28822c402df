import { memoryStore } from "@fleetprompt/redeem-client"
import { afterEach, describe, expect, it, vi } from "vitest"

afterEach(() => {
  vi.unstubAllEnvs()
  vi.unstubAllGlobals()
})

describe("the memory store", () => {
  it("keeps the first id of each token", async () => {
    const store = memoryStore()
    expect(await store.getOrCreate("a", () => "first")).toBe("first")
    expect(await store.getOrCreate("a", () => "second")).toBe("first")
    expect(await store.getOrCreate("b", () => "third")).toBe("third")
  })

  it("gives calls at the same time one id", async () => {
    const store = memoryStore()
    const make = vi.fn(() => crypto.randomUUID())
    const ids = await Promise.all(Array.from({ length: 50 }, () => store.getOrCreate("a", make)))
    expect(new Set(ids).size).toBe(1)
    expect(make).toHaveBeenCalledTimes(1)
  })

  it("is refused in production, unless that is understood", () => {
    vi.stubEnv("NODE_ENV", "production")
    expect(() => memoryStore()).toThrow(/durable store in production/)
    expect(() => memoryStore({ allowInProduction: false })).toThrow(/durable/)
    expect(() => memoryStore({ allowInProduction: true })).not.toThrow()
  })

  it.each([undefined, {}])("works where the global process is %j", async (process) => {
    vi.stubGlobal("process", process)
    const store = memoryStore()
    vi.unstubAllGlobals()
    expect(await store.getOrCreate("a", () => "first")).toBe("first")
  })
})
