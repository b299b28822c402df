import { targetEntry } from "@fleetprompt/redeem-client/self"
import { describe, expect, it } from "vitest"
import { targetSecret } from "./support/credentials.ts"
import { answered, refused } from "./support/registry.ts"

const self = {
  targetId: "tgt_4kQz7Wm2RtYp9XcVb1NsLd",
  name: "whs",
  landingUrl: "https://whs.example/fleetprompt/install",
  systemVersions: { whs: "2.3.0" },
  requireBuyerMatch: true,
}

/** A registry that answers one thing, and what it was asked. */
function entryAt(answer: ReturnType<typeof answered>) {
  const seen: { url: string; init: RequestInit; text: string }[] = []
  const fetch: typeof globalThis.fetch = async (input, init = {}) => {
    const request = new Request(input, init)
    seen.push({ url: request.url, init, text: await request.clone().text() })
    return await answer({ url: request.url, init, headers: request.headers, body: {} })
  }
  const credential = { secret: targetSecret }
  return {
    entry: targetEntry({ registry: "https://registry.example", credential, fetch, sleep: async () => {} }),
    seen,
  }
}

describe("a target's own entry", () => {
  it("is read with its credential alone", async () => {
    const { entry, seen } = entryAt(answered({ ...self, tokenTtlMsMax: 900_000 }))
    expect(await entry.describe()).toEqual(self)
    expect(seen[0]).toMatchObject({ url: "https://registry.example/v1/targets/self", init: { method: "GET" } })
    expect(seen[0]?.init.headers).toMatchObject({ authorization: `Bearer ${targetSecret}` })
    expect(seen[0]?.text).toBe("")
  })

  it("is told what the target runs", async () => {
    const { entry, seen } = entryAt(answered(self))
    expect(await entry.setVersions({ whs: "2.3.0" })).toEqual(self)
    expect(seen[0]).toMatchObject({ url: "https://registry.example/v1/targets/self/versions", init: { method: "PUT" } })
    expect(JSON.parse(seen[0]?.text ?? "")).toEqual({ systemVersions: { whs: "2.3.0" } })
  })

  it("is not shown to a credential that is not live", async () => {
    const { entry } = entryAt(refused("UNAUTHENTICATED"))
    await expect(entry.describe()).rejects.toMatchObject({ name: "RedeemAuthError", problemCode: "UNAUTHENTICATED" })
  })
})
