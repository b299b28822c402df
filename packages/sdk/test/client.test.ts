import { describe, expect, it, vi } from "vitest"
import { ApiError, FleetPrompt } from "../src/index.ts"
import { answers, baseUrl, client, failure, json, mockRegistry, refusal } from "./registry.ts"
import * as wire from "./wire.ts"

mockRegistry()

describe("the address of a registry", () => {
  it.each([
    "https://registry.example",
    "https://registry.example:8443/catalog/",
    "http://localhost:3000",
    "http://127.0.0.1:3000",
    "http://127.8.9.10",
    "http://127.1",
    "http://[::1]:3000",
  ])("may be %s", (address) => {
    expect(() => new FleetPrompt({ baseUrl: address })).not.toThrow()
  })

  it.each([
    "",
    "registry.example",
    "http://registry.example",
    "http://localhost.evil.example",
    "http://127.0.0.1.evil.example",
    "http://127.evil.example",
    "http://notlocalhost",
    "http://10.0.0.1",
    "http://0.0.0.0",
    "http://[::2]",
    "http://[::ffff:127.0.0.1]",
    "ftp://localhost",
    "javascript:alert(1)",
    "https://user@registry.example",
    "https://:secret@registry.example",
    "https://registry.example?a=b",
    "https://registry.example#a",
  ])("may not be %j", (address) => {
    expect(() => new FleetPrompt({ baseUrl: address })).toThrow(TypeError)
  })
})

describe("the options", () => {
  it.each([
    { timeoutMs: 0 },
    { timeoutMs: -1 },
    { timeoutMs: NaN },
    { totalTimeoutMs: 0 },
    { maxRetries: -1 },
    { maxRetries: 1.5 },
    { maxRetries: Infinity },
  ])("may not be %o", (options) => {
    expect(() => new FleetPrompt({ baseUrl, ...options })).toThrow(RangeError)
  })

  it("may not name a program in a way no header can carry", () => {
    expect(() => new FleetPrompt({ baseUrl, userAgent: "a\r\nb" })).toThrow(TypeError)
  })

  it.each([{ timeoutMs: 0 }, { maxRetries: -1 }])("of a call may not be %o either", async (options) => {
    const seen = answers(json(wire.whoami))
    expect(await failure(client().fp.whoami(options))).toBeInstanceOf(RangeError)
    expect(seen).toEqual([])
  })
})

describe("a call", () => {
  it("is under way before it is awaited", async () => {
    const fetch = vi.fn<typeof globalThis.fetch>(async () => Response.json(wire.whoami))
    const call = client({ fetch }).fp.whoami()
    await vi.waitFor(() => expect(fetch).toHaveBeenCalledOnce())
    await call
  })

  it("is sent once, whether it is awaited, asked for its response, or both", async () => {
    const seen = answers(json(wire.whoami))
    const call = client().fp.whoami()
    expect((await call.withResponse()).data).toEqual(await call)
    expect(seen).toHaveLength(1)
  })

  it("that fails is reported by its response alone, where only that is asked for", async () => {
    const unhandled = vi.fn<(reason: unknown) => void>()
    process.on("unhandledRejection", unhandled)
    try {
      answers(refusal("NOT_FOUND"))
      await expect(client().fp.whoami().withResponse()).rejects.toBeInstanceOf(ApiError)
      await new Promise((resolve) => setImmediate(resolve))
    } finally {
      process.off("unhandledRejection", unhandled)
    }
    expect(unhandled).not.toHaveBeenCalled()
  })
})
