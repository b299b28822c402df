import { generateKeyPairSync } from "node:crypto"
import type { RegisteredTarget } from "@fleetprompt/sdk/contracts"
import type { Caller } from "../../../packages/server/test/support/caller.ts"
import type { Engine } from "../../../packages/server/test/support/engines.ts"
import { openRegistry } from "../../../packages/server/test/support/registry.ts"
import type { RegistryUnderTest } from "./registry-under-test.ts"
import { signedBy, type SigningTarget } from "./sign.ts"

/** The server's own app on an engine. */
export async function openReal(engine: Engine): Promise<RegistryUnderTest> {
  const registry = await openRegistry(engine)
  const url = registry.context.settings.publicUrl
  const [alice, buyer, admin] = [
    await registry.as("alice"),
    await registry.as("bob"),
    await registry.moderator("mona", "admin"),
  ]
  const callers = {
    whs: await registry.target("whs"),
    "whs-staging": await registry.target("whs-staging"),
    signing: registry.anonymous,
    nobody: registry.anonymous,
  }
  const signing = await registerSigning(admin)
  const shelved = new Map<string, Promise<void>>()
  const suspension = (listing: string) => `/v1/admin/listings/${listing}/suspension`
  return {
    url,
    send(method, path, { as = "whs", body, sign, headers = {} } = {}) {
      const text = body === undefined ? "" : typeof body === "string" ? body : JSON.stringify(body)
      const signable = { method, registry: url, path, body: text, nowMs: registry.clock.nowMs() }
      const signature = as === "signing" ? { authorization: `Bearer ${signedBy(signing, signable, sign)}` } : {}
      return callers[as].request(method, path, text === "" ? undefined : text, {
        headers: { ...signature, ...headers },
      })
    },
    async start({ listing = "acme/triage", handoffId, ...wish } = {}) {
      const shelving = shelved.get(listing) ?? alice.shelve(listing)
      shelved.set(listing, shelving)
      await shelving
      const handoff = handoffId === undefined ? {} : { handoff: handoffId }
      const { body, problem, status } = await buyer.install({ listing, target: "whs", ...wish, ...handoff })
      if (status !== 201) throw new Error(problem.detail)
      return { installIntentId: body.intent.installIntentId, token: body.installToken }
    },
    async cancel(id) {
      await buyer.post(`/v1/install-intents/${id}/cancel`, undefined)
    },
    async reissue(id) {
      const { body } = await buyer.post<{ installToken: string }>(`/v1/install-intents/${id}/token`, {})
      return { installIntentId: id, token: body.installToken }
    },
    async revoke(listing) {
      await alice.revoke(listing, "1.0.0")
    },
    async suspend(listing) {
      await admin.request("PUT", suspension(listing), { reason: "spam" })
    },
    async restore(listing) {
      await admin.request("DELETE", suspension(listing))
    },
    async disable(name) {
      await admin.post(`/v1/targets/${name}/disable`, undefined)
    },
    nowMs: () => registry.clock.nowMs(),
    advance: (ms) => registry.clock.advance(ms),
    unknownToken: () => registry.context.secrets.random("installToken"),
    close: () => registry.close(),
  }
}

async function registerSigning(admin: Caller): Promise<SigningTarget> {
  const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" })
  const wanted = {
    name: "signing",
    targetSystem: "whs",
    landingUrl: "https://signing.example/fleetprompt/install",
    publicKey: publicKey.export({ format: "jwk" }),
  }
  const { body } = await admin.post<RegisteredTarget>("/v1/targets", wanted)
  return { targetId: body.target.targetId, privateJwk: privateKey.export({ format: "jwk" }) }
}
