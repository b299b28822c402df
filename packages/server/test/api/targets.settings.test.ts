import { randomUUID } from "node:crypto"
import type {
  AddedTargetCredential,
  RegisteredTarget,
  Target,
  TargetCredential,
  TargetSelf,
  TargetSettings,
} from "@fleetprompt/sdk/contracts"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { expectRefusal } from "../support/answers.ts"
import { Caller } from "../support/caller.ts"
import { days } from "../support/clock.ts"
import { engines } from "../support/engines.ts"
import { issuer, openRegistry, type TestRegistry } from "../support/registry.ts"
import { makeKeys, registerSigning, SigningTarget } from "../support/signing-target.ts"

const self = { method: "GET", path: "/v1/targets/self" }

describe.each(engines)("targets and their admins on $name", (engine) => {
  let registry: TestRegistry
  let admin: Caller
  let bob: Caller
  beforeAll(async () => {
    registry = await openRegistry(engine)
    admin = await registry.moderator("ada", "admin")
    await (await registry.as("alice")).shelve("acme/triage")
    bob = await registry.as("bob")
  })
  afterAll(() => registry.close())

  const register = (fields: object, key = randomUUID()) =>
    admin.post<RegisteredTarget>(
      "/v1/targets",
      { targetSystem: "whs", landingUrl: "https://whs.example/install", ...fields },
      { key },
    )
  const settings = async (name: string) => (await admin.get<TargetSettings>(`/v1/targets/${name}/settings`)).body
  const patch = async (name: string, fields: object, etag?: string) =>
    admin.request<TargetSettings>("PATCH", `/v1/targets/${name}`, fields, {
      headers: { "if-match": etag ?? (await admin.get(`/v1/targets/${name}/settings`)).headers.get("etag") ?? "" },
    })
  const auditOf = async (targetId: string) =>
    (await registry.context.store.transaction((tx) => tx.audit.list(targetId))).map(({ action }) => action)

  describe("T-TARGET-7 · are registered with what an admin says", () => {
    it("with a secret, which only the reply and its repetition hold", async () => {
      const key = randomUUID()
      const { status, body } = await register({ name: "first" }, key)
      expect(status).toBe(201)
      expect(body.secret).toMatch(/^fpts_[0-9A-Za-z]{38}$/)
      expect(body.target).toMatchObject({ authentication: "secret", isDefault: true, requireBuyerMatch: true })
      const again = await register({ name: "first" }, key)
      expect(again.headers.get("idempotency-replayed")).toBe("true")
      expect(again.body).toEqual(body)
      expect((await new Caller(registry.app, body.secret ?? "").get(self.path)).status).toBe(200)
      expect(JSON.stringify(await settings("first"))).not.toMatch(/fpts_|hash/i)
      expectRefusal(await register({ name: "first" }), 409, "SLUG_TAKEN")
    })

    it.each([
      ["http off this machine", "http://whs.example/install"],
      ["credentials", "https://user:pass@whs.example/install"],
      ["a query", "https://whs.example/install?next=x"],
      ["an empty query", "https://whs.example/install?"],
      ["a fragment", "https://whs.example/install#x"],
      ["an empty fragment", "https://whs.example/install#"],
      ["a script", "javascript:alert(1)"],
      ["no address", "whs"],
    ])("but with no landing page that has %s", async (_what, landingUrl) => {
      const refused = await register({ name: "unsafe", landingUrl })
      expectRefusal(refused, 422, "VALIDATION_FAILED")
      expect(refused.problem.errors.map(({ pointer }) => pointer)).toEqual(["/landingUrl"])
      expectRefusal(await patch("first", { landingUrl }), 422, "VALIDATION_FAILED")
    })

    it("and with http on this machine, and names that are no addresses of ours", async () => {
      expect((await register({ name: "local", landingUrl: "http://localhost:3000/install" })).status).toBe(201)
      for (const name of ["self", "settings", "-x", "UPPER", "a_b"]) {
        expectRefusal(await register({ name }), 422, "VALIDATION_FAILED")
      }
    })

    it("and with public keys alone, each of them a point of its curve", async () => {
      const { publicKey } = await makeKeys("ES256")
      const bad = [
        { ...publicKey, d: "A".repeat(43) },
        { ...publicKey, x: "A".repeat(43) },
        { ...publicKey, kid: "my-key" },
        { kty: "RSA", n: "x", e: "AQAB" },
        { kty: "oct", k: "x" },
      ]
      for (const key of bad) {
        expectRefusal(await register({ name: "bad-key", publicKey: key }), 422, "VALIDATION_FAILED")
      }
      const { body } = await register({ name: "good-key", publicKey })
      expect(body).toMatchObject({ secret: null, target: { authentication: "key" } })
    })

    it("one of each system being the default, which moves and never goes", async () => {
      await register({ name: "other-default", isDefault: true })
      const defaults = async () => {
        const { body } = await registry.anonymous.get<{ data: Target[] }>("/v1/targets")
        return body.data.filter(({ isDefault }) => isDefault).map(({ name }) => name)
      }
      expect(await defaults()).toEqual(["other-default"])
      expectRefusal(await patch("other-default", { isDefault: false }), 409, "INVALID_STATE_TRANSITION")
      await patch("first", { isDefault: true })
      expect(await defaults()).toEqual(["first"])
    })
  })

  describe("T-TARGET-8 · are changed by who read them", () => {
    it("with the ETag that was read, once", async () => {
      await register({ name: "edited" })
      const etag = (await admin.get("/v1/targets/edited/settings")).headers.get("etag") ?? ""
      const fields = { landingUrl: "https://new.example/install", assetKinds: ["spec_asset"], tokenTtlMsMax: 60_000 }
      const changed = await patch("edited", fields, etag)
      expect(changed.body).toMatchObject(fields)
      expectRefusal(await patch("edited", { tokenTtlMsMax: 120_000 }, etag), 412, "ETAG_MISMATCH")
      expectRefusal(await admin.request("PATCH", "/v1/targets/edited", {}), 428, "PRECONDITION_REQUIRED")
      const again = await patch("edited", fields)
      expect(again.headers.get("etag")).toBe(changed.headers.get("etag"))
      expect(await auditOf(changed.body.targetId)).toEqual([
        "target.registered",
        "target.credential_added",
        "target.updated",
      ])
      const { problem } = await bob.install({ listing: "acme/triage", target: "edited" })
      expect(problem.code).toBe("RELEASE_NOT_INSTALLABLE")
    })

    it("and to give up on who the buyer is is an entry of its own", async () => {
      const { body } = await register({ name: "loose", requireBuyerMatch: false })
      expect(await auditOf(body.target.targetId)).toContain("target.buyer_match_disabled")
      const strict = (await register({ name: "strict" })).body.target
      await patch("strict", { requireBuyerMatch: false })
      expect((await auditOf(strict.targetId)).slice(2)).toEqual(["target.buyer_match_disabled"])
      await patch("strict", { requireBuyerMatch: true })
      expect((await auditOf(strict.targetId)).at(-1)).toBe("target.updated")
    })

    it("and begin to sign once there is a live key, and not before", async () => {
      const { body } = await register({ name: "grown" })
      expectRefusal(await patch("grown", { authentication: "key" }), 409, "INVALID_STATE_TRANSITION")
      const keys = await makeKeys("EdDSA")
      await admin.post("/v1/targets/grown/credentials", { publicKey: keys.publicKey })
      expect((await patch("grown", { authentication: "key" })).body.authentication).toBe("key")
      const signing = new SigningTarget(registry, body.target.targetId, keys)
      expect((await signing.request(self)).status).toBe(200)
      expectRefusal(await new Caller(registry.app, body.secret ?? "").get(self.path), 401, "UNAUTHENTICATED")
    })
  })

  describe("T-TARGET-9 · change their credentials without a pause", () => {
    const credentials = async (name: string) => (await settings(name)).credentials
    const useOf = (found: readonly TargetCredential[], kid: string) =>
      found.find((credential) => credential.kid === kid)?.lastUsedAtMs

    it("with two keys for a week, of which each one's last use shows which may go", async () => {
      const { clock, context } = registry
      const old = await registerSigning(registry, admin, "rotating")
      const keys = await makeKeys("EdDSA")
      const next = new SigningTarget(registry, old.targetId, keys)
      expectRefusal(await next.request(self), 401, "TARGET_KEY_UNKNOWN")
      await old.request(self)
      clock.advance(3_600_000)
      const added = await admin.post<AddedTargetCredential>("/v1/targets/rotating/credentials", {
        publicKey: keys.publicKey,
      })
      expect(added.body).toMatchObject({ secret: null, credential: { kid: keys.kid, expiresAtMs: null } })
      expect((await old.request(self)).status).toBe(200)
      expect((await next.request(self)).status).toBe(200)
      await context.credentialUses.flush(context)
      const hour = Math.floor(clock.nowMs() / 3_600_000) * 3_600_000
      const found = await credentials("rotating")
      expect([useOf(found, old.keys.kid), useOf(found, keys.kid)]).toEqual([hour, hour])
      const third = await admin.post("/v1/targets/rotating/credentials", {})
      expectRefusal(third, 422, "TARGET_CREDENTIAL_LIMIT_REACHED")
      clock.advance(days(7) - 1)
      expect((await old.request(self)).status).toBe(200)
      clock.advance(1)
      expectRefusal(await old.request(self), 401, "TARGET_KEY_UNKNOWN")
      expect((await next.request(self)).status).toBe(200)
      expect((await admin.post("/v1/targets/rotating/credentials", {})).status).toBe(201)
    })

    it("or with an end at once, and a revoked key never comes back", async () => {
      const target = await registerSigning(registry, admin, "leaked")
      const [credential] = await credentials("leaked")
      const path = `/v1/targets/leaked/credentials/${credential?.credentialId}`
      const revoked = await admin.request<TargetSettings>("DELETE", path)
      expect(revoked.body.credentials[0]?.revokedAtMs).toBe(registry.clock.nowMs())
      expectRefusal(await target.request(self), 401, "TARGET_KEY_UNKNOWN")
      expect((await admin.request("DELETE", path)).body).toEqual(revoked.body)
      const back = await admin.post("/v1/targets/leaked/credentials", { publicKey: target.keys.publicKey })
      expectRefusal(back, 422, "VALIDATION_FAILED")
      const other = `/v1/targets/rotating/credentials/${credential?.credentialId}`
      expectRefusal(await admin.request("DELETE", other), 404, "NOT_FOUND")
    })

    it("and a secret follows a secret in the same way", async () => {
      const { secret } = (await register({ name: "secrets" })).body
      const next = await admin.post<AddedTargetCredential>("/v1/targets/secrets/credentials", { overlapMs: 60_000 })
      const as = (credential: string | null) => new Caller(registry.app, credential ?? "").get<TargetSelf>(self.path)
      expect((await as(secret)).status).toBe(200)
      expect((await as(next.body.secret)).body.credential.credentialId).toBe(next.body.credential.credentialId)
      registry.clock.advance(60_000)
      expectRefusal(await as(secret), 401, "UNAUTHENTICATED")
      expect((await as(next.body.secret)).status).toBe(200)
    })
  })

  describe("T-TARGET-10 · are shut out", () => {
    it("with all that is open for them, at once, and let in again without it", async () => {
      const off = await registry.target("off")
      const { intent, installToken } = (await bob.install({ listing: "acme/triage", target: "off" })).body
      const disabled = await admin.request<TargetSettings>("POST", "/v1/targets/off/disable")
      expect(disabled.body.disabledAtMs).toBe(registry.clock.nowMs())
      expect((await admin.request("POST", "/v1/targets/off/disable")).body).toEqual(disabled.body)
      const canceled = { status: "canceled", cancelReason: "target_disabled" }
      expect((await bob.getInstall(intent.installIntentId)).body).toMatchObject(canceled)
      const request = { token: installToken, redemptionId: randomUUID(), subject: { iss: issuer, sub: "bob" } }
      expectRefusal(await off.redeem(request), 403, "TARGET_DISABLED")
      expectRefusal(await bob.install({ listing: "acme/triage", target: "off" }), 404, "NOT_FOUND")
      const { body } = await registry.anonymous.get<{ data: Target[] }>("/v1/targets")
      expect(body.data.map(({ name }) => name)).not.toContain("off")
      await admin.request("POST", "/v1/targets/off/enable")
      expectRefusal(await off.redeem(request), 410, "INSTALL_INTENT_CANCELED")
      expect((await bob.install({ listing: "acme/triage", target: "off" })).status).toBe(201)
    })

    it("and nobody but moderators reads how they are set", async () => {
      const reader = await registry.moderator("ray", "reader")
      expect((await reader.get("/v1/targets/settings")).status).toBe(200)
      expectRefusal(await reader.request("POST", "/v1/targets/first/disable"), 404, "NOT_FOUND")
      expectRefusal(await bob.get("/v1/targets/settings"), 404, "NOT_FOUND")
    })
  })
})
