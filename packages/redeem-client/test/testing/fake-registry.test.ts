import { createRedeemer, memoryStore, type RedeemerOptions } from "@fleetprompt/redeem-client"
import { createRevocations } from "@fleetprompt/redeem-client/revocations"
import { type FakeRegistry, fakeRegistry, type FakeTarget, RegistryRefusal } from "@fleetprompt/redeem-client/testing"
import { credentialKind, errorCatalog, type ErrorCode, problem } from "@fleetprompt/sdk/contracts"
import { afterEach, beforeEach, describe, expect, it } from "vitest"

const bob = { iss: "https://id.example.com", sub: "bob" }
const wish = { listing: "acme/triage", buyer: bob }

let registry: FakeRegistry
let whs: FakeTarget
beforeEach(async () => {
  registry = await fakeRegistry()
  whs = registry.registerTarget({ landingUrl: "https://whs.example/fleetprompt/install" })
})
afterEach(() => registry.close())

const redeemerOf = (target: FakeTarget, options: Partial<RedeemerOptions> = {}) =>
  createRedeemer({
    registry: registry.url,
    credential: target.credential,
    store: memoryStore(),
    sleep: async () => {},
    ...options,
  })

describe("an install", () => {
  it("comes as a link with a token of the real form", () => {
    const { token, link, installIntentId } = registry.issue(wish)
    expect(credentialKind(token)).toBe("installToken")
    const { origin, pathname, hash } = new URL(link)
    expect(origin + pathname).toBe("https://whs.example/fleetprompt/install")
    expect(Object.fromEntries(new URLSearchParams(hash.slice(1)))).toEqual({
      fp_token: token,
      fp_intent: installIntentId,
      fp_iss: registry.url,
    })
  })

  it("is followed from issue to outcome", async () => {
    const { token, installIntentId } = registry.issue({ ...wish, version: "2.0.0", refs: { whsAgentId: "agt_7" } })
    const redeemer = redeemerOf(whs)
    expect(await redeemer.peek(token, bob)).toMatchObject({ release: { version: "2.0.0" }, subjectMatches: true })
    const result = await redeemer.redeem(token, bob)
    if (!result.ok) throw new Error(result.message)
    expect(result.redemption.release.refs).toEqual({ whsAgentId: "agt_7" })
    const { redemptionId } = result.redemption
    await redeemer.report(installIntentId, redemptionId, "failed", { code: "import_failed" })
    expect(registry.install(installIntentId)).toEqual({
      status: "redeemed",
      cancelReason: null,
      failedAttempts: 0,
      redemptionId,
      outcome: "failed",
      outcomeCode: "import_failed",
      targetInstallRef: null,
    })
  })

  it("has at most five tokens, and none once it is over", () => {
    const { installIntentId } = registry.issue(wish)
    for (let issue = 2; issue <= 5; issue++) registry.reissue(installIntentId)
    const codeOf = (act: () => unknown) => {
      try {
        return act()
      } catch (error) {
        return error instanceof RegistryRefusal ? error.code : error
      }
    }
    expect(codeOf(() => registry.reissue(installIntentId))).toBe("TOKEN_ISSUE_LIMIT_REACHED")
    const [spent, canceled, expired] = [registry.issue(wish), registry.issue(wish), registry.issue(wish)]
    registry.spend(spent.installIntentId)
    registry.cancel(canceled.installIntentId)
    registry.expire(expired.installIntentId)
    expect([spent, canceled, expired].map(({ installIntentId: id }) => codeOf(() => registry.reissue(id)))).toEqual([
      "INSTALL_TOKEN_REDEEMED",
      "INSTALL_INTENT_CANCELED",
      "INSTALL_TOKEN_EXPIRED",
    ])
    registry.revokeRelease("acme/triage")
    expect(codeOf(() => registry.issue(wish))).toBe("RELEASE_NOT_INSTALLABLE")
  })

  it("ends by the registry's clock alone", async () => {
    const [one, two] = [registry.issue(wish), registry.issue(wish)]
    registry.clock.skew(14 * 60_000)
    expect(await redeemerOf(whs).redeem(one.token, bob)).toMatchObject({ ok: true })
    registry.clock.advance(60_000)
    expect(await redeemerOf(whs).redeem(two.token, bob)).toMatchObject({ ok: false, reason: "expired" })
    registry.clock.skew(0)
    expect(registry.install(two.installIntentId).status).toBe("token_issued")
  })
})

describe("a credential", () => {
  it.each(["secret", "key"] as const)("of a target that has a %s can be rotated", async (authentication) => {
    const target = registry.registerTarget({ name: "rotating", authentication })
    const added = target.addCredential()
    target.revokeCredential(target.credential)
    const { token } = registry.issue({ ...wish, target: "rotating" })
    await expect(redeemerOf(target).redeem(token, bob)).rejects.toMatchObject({ name: "RedeemAuthError" })
    expect(await redeemerOf(target, { credential: added }).redeem(token, bob)).toMatchObject({ ok: true })
  })

  it("of a disabled target is told so, and its installs are over", async () => {
    const { token, installIntentId } = registry.issue(wish)
    whs.disable()
    expect(await redeemerOf(whs).redeem(token, bob)).toMatchObject({ ok: false, reason: "target_disabled" })
    whs.enable()
    expect(await redeemerOf(whs).redeem(token, bob)).toMatchObject({ ok: false, reason: "canceled" })
    expect(registry.install(installIntentId).cancelReason).toBe("target_disabled")
  })
})

describe("a fault", () => {
  const once = { maxRetries: 0, timeoutMs: 200 }

  it.each([
    [{ kind: "drop", acted: false }, "token_issued", { code: "CONNECTION_FAILED" }],
    [{ kind: "drop", acted: true }, "redeemed", { code: "CONNECTION_FAILED" }],
    [{ kind: "hang", acted: false }, "token_issued", { code: "TIMED_OUT" }],
    [{ kind: "hang", acted: true }, "redeemed", { code: "TIMED_OUT" }],
    [{ kind: "truncate" }, "redeemed", { code: "CONNECTION_FAILED" }],
    [{ kind: "garbage", body: "<h1>Hello</h1>" }, "redeemed", { code: "UNEXPECTED_REPLY" }],
    [{ kind: "status", status: 418 }, "token_issued", { code: "UNEXPECTED_REPLY", status: 418 }],
    [{ kind: "status", status: 429, retryAfterSeconds: 90 }, "token_issued", { retryAfterMs: 90_000 }],
  ] as const)("%j leaves the install %s", async (fault, status, error) => {
    const { token, installIntentId } = registry.issue(wish)
    registry.fault("redeem", fault)
    const redeemer = redeemerOf(whs, once)
    await expect(redeemer.redeem(token, bob)).rejects.toMatchObject(error)
    expect(registry.install(installIntentId).status).toBe(status)
    // It is used up, and the registry is well again.
    expect(await redeemer.redeem(token, bob)).toMatchObject({ ok: true, replayed: status === "redeemed" })
  })

  it("that delays ends in the true reply", async () => {
    const { token } = registry.issue(wish)
    registry.fault("redeem", { kind: "delay", ms: 1 })
    expect(await redeemerOf(whs).redeem(token, bob)).toMatchObject({ ok: true })
  })

  it("comes after the ones before it, on its own route, as often as said, until they are cleared", async () => {
    const { token } = registry.issue(wish)
    registry.fault("redeem", { kind: "status", status: 503 }, 2)
    registry.fault("redeem", { kind: "drop", acted: false }, Infinity)
    const redeemer = redeemerOf(whs, { maxRetries: 3 })
    expect(await redeemer.peek(token, bob)).not.toBeNull()
    await expect(redeemer.redeem(token, bob)).rejects.toMatchObject({ code: "CONNECTION_FAILED" })
    expect(registry.calls.map(({ route, fault }) => [route, fault])).toEqual([
      ["introspect", null],
      ["redeem", "status"],
      ["redeem", "status"],
      ["redeem", "drop"],
      ["redeem", "drop"],
    ])
    registry.clearFaults()
    expect(await redeemer.redeem(token, bob)).toMatchObject({ ok: true })
  })

  it.each([429, 500, 503])("with the status %i brings the registry's own problem", async (status) => {
    registry.fault("discovery", { kind: "status", status })
    const body = problem.parse(await (await fetch(`${registry.url}/.well-known/fleetprompt`)).json())
    const { title, retryable } = errorCatalog[body.code as ErrorCode]
    expect(body).toMatchObject({ status, title, retryable })
  })
})

describe("what was received", () => {
  it("is told with the intent it was about, and no credential", async () => {
    const { token, installIntentId } = registry.issue(wish)
    await redeemerOf(whs).redeem(token, bob)
    await fetch(`${registry.url}/v1/revocations?token=${token}`)
    expect(registry.calls).toMatchObject([
      { route: "redeem", method: "POST", installIntentId, subject: bob, status: 200, redemptionId: expect.any(String) },
      { route: "revocations", address: "/v1/revocations?token=fpit_[redacted]", status: 400 },
    ])
    expect(JSON.stringify(registry.calls)).not.toContain(token.slice(5))
  })

  it("can be waited for before it is acted on", async () => {
    const { token } = registry.issue(wish)
    const ignore = registry.before("redeem", () => registry.revokeRelease("acme/triage"))
    expect(await redeemerOf(whs).redeem(token, bob)).toMatchObject({ ok: false, reason: "canceled" })
    ignore()
    registry.publish({ listing: "acme/other" })
    const other = registry.issue({ listing: "acme/other", buyer: bob })
    expect(await redeemerOf(whs).redeem(other.token, bob)).toMatchObject({ ok: true })
  })
})

describe("the feed", () => {
  it("is one that createRevocations believes", async () => {
    const [withdrawn, paused, fine] = ["acme/withdrawn", "acme/paused", "acme/fine"].map((listing) =>
      registry.publish({ listing }),
    )
    const isRevoked = async () => {
      const revocations = createRevocations({ registry: registry.url })
      return await Promise.all([withdrawn, paused, fine].map((each) => revocations.isRevoked(each?.releaseId ?? "")))
    }
    registry.revokeRelease("acme/withdrawn")
    registry.suspendListing("acme/paused")
    expect(await isRevoked()).toEqual([true, true, false])
    registry.restoreListing("acme/paused")
    expect(await isRevoked()).toEqual([true, false, false])
  })
})
