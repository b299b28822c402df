import { memoryStore } from "@fleetprompt/redeem-client"
import { afterEach, describe, expect, it, vi } from "vitest"
import { newInstallToken, subject, targetSecret } from "./support/credentials.ts"
import { answered, fakeRegistry } from "./support/registry.ts"
import { testRedeemer } from "./support/redeemer.ts"

const inactive = answered({ active: false })

afterEach(() => {
  vi.unstubAllGlobals()
})

describe("the registry's address", () => {
  it.each([
    ["https://registry.example", "https://registry.example/v1/install-intents/introspect"],
    ["https://registry.example/", "https://registry.example/v1/install-intents/introspect"],
    ["https://example.com:8443/fleet//", "https://example.com:8443/fleet/v1/install-intents/introspect"],
    ["http://localhost:3000", "http://localhost:3000/v1/install-intents/introspect"],
    ["http://127.0.0.1:3000", "http://127.0.0.1:3000/v1/install-intents/introspect"],
    ["http://127.1", "http://127.0.0.1/v1/install-intents/introspect"],
    ["http://[::1]:3000", "http://[::1]:3000/v1/install-intents/introspect"],
  ])("%s is called as %s", async (registry, url) => {
    const { fetch, requests } = fakeRegistry(inactive)
    await testRedeemer({ fetch, registry }).peek(newInstallToken(), subject)
    expect(requests.map((request) => request.url)).toEqual([url])
  })

  it.each([
    "",
    "registry.example",
    "http://registry.example",
    "http://127.0.0.1.example.com",
    "http://localhost.example.com",
    "http://notlocalhost",
    "http://10.0.0.1",
    "ftp://localhost",
    "https://user@registry.example",
    "https://:pass@registry.example",
    "https://registry.example/?tenant=1",
    "https://registry.example/#home",
  ])("may not be %j", (registry) => {
    expect(() => testRedeemer({ registry })).toThrow(/^registry must be an https:/)
  })
})

describe("the credential", () => {
  it("may come from a function, asked once per call so that it can be rotated", async () => {
    const { fetch, requests } = fakeRegistry(inactive)
    const credential = vi.fn(() => ({ secret: targetSecret }))
    const redeemer = testRedeemer({ fetch, credential })
    await redeemer.peek(newInstallToken(), subject)
    await redeemer.peek(newInstallToken(), subject)
    expect(credential).toHaveBeenCalledTimes(2)
    expect(requests[1]?.headers.get("authorization")).toBe(`Bearer ${targetSecret}`)
  })

  it("is not sent where its function fails, and that error comes through", async () => {
    const { fetch, requests } = fakeRegistry(inactive)
    const sealed = new Error("The vault is sealed.")
    const redeemer = testRedeemer({ fetch, credential: () => Promise.reject(sealed) })
    await expect(redeemer.peek(newInstallToken(), subject)).rejects.toBe(sealed)
    expect(requests).toEqual([])
  })
})

describe("other options", () => {
  it.each([0, -1, 1.5, Number.NaN, Infinity, 2 ** 31])("timeoutMs may not be %d", (timeoutMs) => {
    expect(() => testRedeemer({ timeoutMs })).toThrow(/^timeoutMs must be/)
  })

  it.each([-1, 0.5, Number.NaN, 11, Infinity])("maxRetries may not be %d", (maxRetries) => {
    expect(() => testRedeemer({ maxRetries })).toThrow(/^maxRetries must be/)
  })

  it("the store is required", () => {
    // @ts-expect-error -- what a caller without types might leave out
    expect(() => testRedeemer({ store: undefined })).toThrow("store must be a RedemptionStore.")
  })

  it("fetch is the global one of the moment, called without a this", async () => {
    const redeemer = testRedeemer({ store: memoryStore() })
    const { fetch, requests } = fakeRegistry(inactive)
    vi.stubGlobal("fetch", fetch)
    await redeemer.peek(newInstallToken(), subject)
    expect(requests).toHaveLength(1)
  })

  it("a given fetch is called without a this, as edge runtimes demand", async () => {
    const { fetch } = fakeRegistry(inactive)
    const seen: unknown[] = []
    async function strictFetch(this: unknown, ...[input, init]: Parameters<typeof globalThis.fetch>) {
      seen.push(this)
      return fetch(input, init)
    }
    await testRedeemer({ fetch: strictFetch }).peek(newInstallToken(), subject)
    expect(seen).toEqual([undefined])
  })
})
