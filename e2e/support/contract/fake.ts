import { randomBytes } from "node:crypto"
import { fakeRegistry, type FakeTarget } from "@fleetprompt/redeem-client/testing"
import { formatCredential } from "@fleetprompt/sdk/contracts"
import { bob, type RegistryUnderTest, startMs } from "./registry-under-test.ts"
import { signedBy, type SigningTarget } from "./sign.ts"

/** The registry of the testing kit. */
export async function openFake(): Promise<RegistryUnderTest> {
  const registry = await fakeRegistry({ now: () => startMs })
  const whs = registry.registerTarget({ name: "whs" })
  const staging = registry.registerTarget({ name: "whs-staging" })
  const signing = registry.registerTarget({ name: "signing", authentication: "key" })
  const named = { "whs-staging": staging, signing }
  return {
    url: registry.url,
    async send(method, path, { as = "whs", body, sign, headers: extra = {} } = {}) {
      const text = body === undefined ? "" : typeof body === "string" ? body : JSON.stringify(body)
      const signable = { method, registry: registry.url, path, body: text, nowMs: registry.clock.nowMs() }
      const credentials = {
        whs: () => secretOf(whs),
        "whs-staging": () => secretOf(staging),
        signing: () => signedBy(keyOf(signing), signable, sign),
      }
      const headers = {
        ...(as === "nobody" ? {} : { authorization: `Bearer ${credentials[as]()}` }),
        ...(body === undefined ? {} : { "content-type": "application/json" }),
        ...extra,
      }
      const response = await fetch(registry.url + path, { method, headers, ...(text === "" ? {} : { body: text }) })
      return { status: response.status, headers: response.headers, body: await response.json() }
    },
    start: async ({ listing = "acme/triage", target = "whs", ...wish } = {}) =>
      registry.issue({ listing, name: "Support Triage", buyer: bob, target, ...wish }),
    cancel: async (id) => registry.cancel(id),
    reissue: async (id) => registry.reissue(id),
    revoke: async (listing) => registry.revokeRelease(listing),
    suspend: async (listing) => registry.suspendListing(listing),
    restore: async (listing) => registry.restoreListing(listing),
    disable: async (name) => named[name].disable(),
    nowMs: () => registry.clock.nowMs(),
    advance: (ms) => registry.clock.advance(ms),
    unknownToken: () => formatCredential("installToken", randomBytes(64)),
    close: () => registry.close(),
  }
}

function secretOf({ credential }: FakeTarget): string {
  if ("secret" in credential) return credential.secret
  throw new Error("This target signs.")
}

function keyOf({ targetId, credential }: FakeTarget): SigningTarget {
  const privateJwk = "keys" in credential ? credential.keys[0] : undefined
  if (privateJwk === undefined) throw new Error("This target has a secret.")
  return { targetId, privateJwk }
}
