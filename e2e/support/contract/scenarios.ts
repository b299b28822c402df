import { randomUUID } from "node:crypto"
import { bob, eve } from "./registry-under-test.ts"
import { signedScenarios } from "./signed-scenarios.ts"
import { asked, day, inTurn, introspect, minute, redeem, report, type Scenario } from "./steps.ts"
import { targetScenarios } from "./target-scenarios.ts"

const redeeming: Scenario[] = [
  {
    title: "a redemption, the same again, and another under a new redemptionId",
    replies: ["200", "200", "409 INSTALL_TOKEN_REDEEMED"],
    async play(registry) {
      const { token } = await registry.start({ targetContext: { telespaceId: "tsp_1", roomId: "room-7" } })
      const request = asked(token)
      return inTurn(
        () => redeem(registry, request),
        () => redeem(registry, request),
        () => redeem(registry, asked(token)),
      )
    },
  },
  {
    title: "a replay on its last day, after a revocation, for somebody else, and a millisecond later",
    replies: ["200", "200", "409 INSTALL_TOKEN_REDEEMED", "409 INSTALL_TOKEN_REDEEMED"],
    async play(registry) {
      const { token } = await registry.start({ listing: "acme/replayed" })
      const request = asked(token)
      const first = await redeem(registry, request)
      await registry.revoke("acme/replayed")
      registry.advance(30 * day)
      const last = await redeem(registry, request)
      const stranger = await redeem(registry, { ...request, subject: eve })
      registry.advance(1)
      return [first, last, stranger, await redeem(registry, request)]
    },
  },
  {
    title: "the last millisecond of a token, and the first after it",
    replies: ["200", "410 INSTALL_TOKEN_EXPIRED", "410 INSTALL_TOKEN_EXPIRED"],
    async play(registry) {
      const [early, late, short] = [
        await registry.start(),
        await registry.start(),
        await registry.start({ ttlMs: minute }),
      ]
      registry.advance(15 * minute - 1)
      const inTime = await redeem(registry, asked(early.token))
      registry.advance(1)
      return [inTime, await redeem(registry, asked(late.token)), await redeem(registry, asked(short.token))]
    },
  },
  {
    title: "somebody else five times, and then the buyer",
    replies: [...Array.from({ length: 5 }, () => "403 BUYER_MISMATCH"), "410 INSTALL_INTENT_CANCELED"],
    async play(registry) {
      const { token } = await registry.start()
      const strangers = Array.from({ length: 5 }, () => () => redeem(registry, asked(token, eve)))
      return inTurn(...strangers, () => redeem(registry, asked(token)))
    },
  },
  {
    title: "a release that was revoked, and a listing that was suspended",
    replies: ["410 INSTALL_INTENT_CANCELED", "410 INSTALL_INTENT_CANCELED"],
    async play(registry) {
      const revoked = await registry.start({ listing: "acme/revoked" })
      const suspended = await registry.start({ listing: "acme/suspended" })
      await registry.revoke("acme/revoked")
      await registry.suspend("acme/suspended")
      return inTurn(
        () => redeem(registry, asked(revoked.token)),
        () => redeem(registry, asked(suspended.token)),
      )
    },
  },
  {
    title: "an install its buyer canceled, and a token that was issued again",
    replies: ["410 INSTALL_INTENT_CANCELED", "404 INSTALL_TOKEN_INVALID", "200"],
    async play(registry) {
      const [canceled, old] = [await registry.start(), await registry.start()]
      await registry.cancel(canceled.installIntentId)
      const fresh = await registry.reissue(old.installIntentId)
      return inTurn(
        () => redeem(registry, asked(canceled.token)),
        () => redeem(registry, asked(old.token)),
        () => redeem(registry, asked(fresh.token)),
      )
    },
  },
  {
    title: "another target's token, an unknown one and a malformed one",
    replies: ["404 INSTALL_TOKEN_INVALID", "404 INSTALL_TOKEN_INVALID", "400 INSTALL_TOKEN_MALFORMED", "200"],
    async play(registry) {
      const { token } = await registry.start()
      const request = asked(token)
      return inTurn(
        () => redeem(registry, request, { as: "whs-staging" }),
        () => redeem(registry, asked(registry.unknownToken())),
        () => redeem(registry, asked(token.slice(0, -1))),
        () => redeem(registry, request),
      )
    },
  },
  {
    title: "a redemptionId that was used for another token",
    replies: ["200", "422 REDEMPTION_ID_REUSED", "200"],
    async play(registry) {
      const [one, two] = [await registry.start(), await registry.start()]
      const request = asked(one.token)
      return inTurn(
        () => redeem(registry, request),
        () => redeem(registry, { ...request, token: two.token }),
        () => redeem(registry, asked(two.token)),
      )
    },
  },
]

const looking: Scenario[] = [
  {
    title: "a look at a token: with its buyer, with somebody else, with nobody",
    replies: ["200", "200", "200"],
    async play(registry) {
      const { token } = await registry.start({ targetContext: { orgId: "org-1" } })
      return inTurn(
        () => introspect(registry, { token, subject: bob }),
        () => introspect(registry, { token, subject: eve }),
        () => introspect(registry, { token }),
      )
    },
  },
  {
    title: "a look at what is not live: unknown, malformed, another target's, revoked, redeemed, expired",
    replies: ["200", "200", "200", "200", "200", "200"],
    async play(registry) {
      const [live, revoked, redeemed] = [
        await registry.start(),
        await registry.start({ listing: "acme/recalled" }),
        await registry.start(),
      ]
      await registry.revoke("acme/recalled")
      await redeem(registry, asked(redeemed.token))
      const answers = await inTurn(
        () => introspect(registry, { token: registry.unknownToken() }),
        () => introspect(registry, { token: "fpit_" }),
        () => introspect(registry, { token: live.token }, { as: "whs-staging" }),
        () => introspect(registry, { token: revoked.token }),
        () => introspect(registry, { token: redeemed.token }),
      )
      registry.advance(15 * minute)
      return [...answers, await introspect(registry, { token: live.token })]
    },
  },
]

const reporting: Scenario[] = [
  {
    title: "completed, the same again, and something else",
    replies: ["200", "200", "200", "409 OUTCOME_CONFLICT"],
    async play(registry) {
      const { token, installIntentId } = await registry.start()
      const request = asked(token)
      const { redemptionId } = request
      return inTurn(
        () => redeem(registry, request),
        () => report(registry, installIntentId, { redemptionId, outcome: "completed" }),
        () => report(registry, installIntentId, { redemptionId, outcome: "completed" }),
        () => report(registry, installIntentId, { redemptionId, outcome: "failed" }),
      )
    },
  },
  {
    title: "a failure that turns into a success, as the replay then says",
    replies: ["200", "200", "200", "200", "409 OUTCOME_CONFLICT"],
    async play(registry) {
      const { token, installIntentId } = await registry.start()
      const request = asked(token)
      const { redemptionId } = request
      return inTurn(
        () => redeem(registry, request),
        () => report(registry, installIntentId, { redemptionId, outcome: "failed", code: "import_failed" }),
        () => report(registry, installIntentId, { redemptionId, outcome: "completed" }),
        () => redeem(registry, request),
        () => report(registry, installIntentId, { redemptionId, outcome: "declined" }),
      )
    },
  },
  {
    title: "an outcome before the redemption, under another redemptionId, of another target, of nothing",
    replies: ["404 NOT_FOUND", "404 NOT_FOUND", "404 NOT_FOUND", "404 NOT_FOUND", "404 NOT_FOUND"],
    async play(registry) {
      const { token, installIntentId } = await registry.start()
      const request = asked(token)
      const { redemptionId } = request
      const body = { redemptionId, outcome: "completed" }
      const before = await report(registry, installIntentId, body)
      await redeem(registry, request)
      return [
        before,
        ...(await inTurn(
          () => report(registry, installIntentId, { ...body, redemptionId: randomUUID() }),
          () => report(registry, installIntentId, body, { as: "whs-staging" }),
          () => report(registry, `ins_${"0".repeat(22)}`, body),
          () => report(registry, "nothing", body),
        )),
      ]
    },
  },
  {
    title: "what the target calls the installed thing, and a name that is none",
    replies: ["200", "200", "422 VALIDATION_FAILED"],
    async play(registry) {
      const { token, installIntentId } = await registry.start()
      const request = asked(token)
      const body = { redemptionId: request.redemptionId, outcome: "completed" }
      return inTurn(
        () => redeem(registry, request),
        () => report(registry, installIntentId, { ...body, targetInstallRef: "agent-7" }),
        () => report(registry, installIntentId, { ...body, targetInstallRef: "agent 7" }),
      )
    },
  },
  {
    title: "an outcome after 30 days",
    replies: ["409 INVALID_STATE_TRANSITION"],
    async play(registry) {
      const { token, installIntentId } = await registry.start()
      const request = asked(token)
      await redeem(registry, request)
      registry.advance(30 * day + 1)
      return [await report(registry, installIntentId, { redemptionId: request.redemptionId, outcome: "completed" })]
    },
  },
]

const malformed: unknown[] = [
  {},
  [],
  null,
  "not json",
  { token: "fpit_x", redemptionId: "short", subject: bob },
  { token: 7, redemptionId: randomUUID(), subject: { iss: "", sub: 1, email: "b@example.com" } },
  { token: "", redemptionId: randomUUID(), subject: null, extra: true },
]

const refusing: Scenario[] = [
  {
    title: "bodies that are none",
    replies: malformed.map((body) => (body === "not json" ? "400 INVALID_JSON" : "422 VALIDATION_FAILED")),
    play: (registry) => inTurn(...malformed.map((body) => () => redeem(registry, body))),
  },
  {
    title: "outcomes that are none",
    replies: Array.from({ length: 4 }, () => "422 VALIDATION_FAILED"),
    async play(registry) {
      const redemptionId = randomUUID()
      const bodies = [
        { redemptionId },
        { redemptionId, outcome: "installed" },
        { redemptionId, outcome: "failed", code: "because" },
        { redemptionId, outcome: "failed", message: "The disk is full." },
      ]
      const { installIntentId } = await registry.start()
      return inTurn(...bodies.map((body) => () => report(registry, installIntentId, body)))
    },
  },
  {
    title: "nobody, a credential of no target, another media type, another method, another address, an Idempotency-Key",
    replies: [
      "401 UNAUTHENTICATED",
      "401 UNAUTHENTICATED",
      "401 UNAUTHENTICATED",
      "415 UNSUPPORTED_MEDIA_TYPE",
      "405 METHOD_NOT_ALLOWED",
      "404 NOT_FOUND",
      "400 INVALID_REQUEST",
    ],
    async play(registry) {
      const { token } = await registry.start()
      const body = asked(token)
      return inTurn(
        () => redeem(registry, body, { as: "nobody" }),
        () => redeem(registry, body, { as: "nobody", headers: { authorization: "Bearer nonsense" } }),
        () => redeem(registry, body, { as: "nobody", headers: { authorization: "Basic dGd0OnNlY3JldA==" } }),
        () => redeem(registry, JSON.stringify(body), { headers: { "content-type": "text/plain" } }),
        () => registry.send("DELETE", "/v1/install-intents/redeem"),
        () => registry.send("GET", "/v1/nothing"),
        () => redeem(registry, body, { headers: { "idempotency-key": randomUUID() } }),
      )
    },
  },
]

/** Everything a target can see of a registry, in pieces. */
export const scenarios: readonly Scenario[] = [
  ...redeeming,
  ...looking,
  ...reporting,
  ...refusing,
  ...targetScenarios,
  ...signedScenarios,
]
