import type { SendOptions } from "./registry-under-test.ts"
import { asked, inTurn, redeem, type Scenario } from "./steps.ts"

/** Claims that do not hold, of a request that is signed well; `now` in seconds. */
const faults = (now: number): Record<string, unknown>[] => [
  { iss: `tgt_${"0".repeat(22)}` },
  { aud: "https://registry.evil.example" },
  { aud: ["https://registry.example"] },
  { iat: "now" },
  { iat: now + 31, exp: now + 60 },
  { iat: now - 90, exp: now - 30 },
  { exp: now + 61 },
  { exp: now },
  { jti: "short" },
  { htm: "GET" },
  { htu: "https://registry.example/v1/handoffs" },
  { bh: "" },
  { bh: undefined },
]

/** Who cannot be told what is wrong: nobody knows who it is. */
const strangers: SendOptions["sign"][] = [
  { header: { typ: "JWT" } },
  { header: { alg: "none" } },
  { header: { alg: "EdDSA" } },
  { header: { jku: "https://evil.example/keys" } },
  { tamper: (jwt) => jwt.slice(0, jwt.lastIndexOf(".") + 1) },
  { tamper: (jwt) => `${jwt.slice(0, -86)}${"A".repeat(86)}` },
  { tamper: (jwt) => jwt.split(".").slice(0, 2).join(".") },
  { tamper: (jwt) => `${jwt}.more` },
]

/** Requests signed by their target. */
export const signedScenarios: readonly Scenario[] = [
  {
    title: "a signed redemption, and the very same request a second time",
    replies: ["200", "401 TARGET_ASSERTION_INVALID", "200"],
    async play(registry) {
      const { token } = await registry.start({ target: "signing" })
      const request = asked(token)
      const once = { as: "signing", sign: { claims: { jti: "the-one-and-only-jti" } } } as const
      return inTurn(
        () => redeem(registry, request, once),
        () => redeem(registry, request, once),
        () => redeem(registry, request, { as: "signing" }),
      )
    },
  },
  {
    title: "claims that do not hold",
    replies: faults(0).map(() => "401 TARGET_ASSERTION_INVALID"),
    async play(registry) {
      const { token } = await registry.start({ target: "signing" })
      const now = Math.floor(registry.nowMs() / 1_000)
      return inTurn(
        ...faults(now).map((claims) => () => redeem(registry, asked(token), { as: "signing", sign: { claims } })),
      )
    },
  },
  {
    title: "the edges of the time a signature is good for",
    replies: ["200", "200"],
    async play(registry) {
      const { token } = await registry.start({ target: "signing" })
      const request = asked(token)
      const now = Math.floor(registry.nowMs() / 1_000)
      const windows = [
        { iat: now + 30, exp: now + 90 },
        { iat: now - 89, exp: now - 29 },
      ]
      return inTurn(...windows.map((claims) => () => redeem(registry, request, { as: "signing", sign: { claims } })))
    },
  },
  {
    title: "signatures of nobody",
    replies: strangers.map(() => "401 UNAUTHENTICATED"),
    async play(registry) {
      const { token } = await registry.start({ target: "signing" })
      return inTurn(...strangers.map((sign) => () => redeem(registry, asked(token), { as: "signing", sign })))
    },
  },
  {
    title: "a key and a target that are not known",
    replies: ["401 TARGET_KEY_UNKNOWN", "401 TARGET_KEY_UNKNOWN", "401 TARGET_KEY_UNKNOWN"],
    async play(registry) {
      const { token } = await registry.start({ target: "signing" })
      const unknown = `tgt_${"0".repeat(22)}`
      const signs = [
        { header: { kid: "another-key" } },
        { claims: { iss: unknown, sub: unknown } },
        { claims: { sub: undefined } },
      ]
      return inTurn(...signs.map((sign) => () => redeem(registry, asked(token), { as: "signing", sign })))
    },
  },
  {
    title: "a signing target that was disabled",
    replies: ["403 TARGET_DISABLED", "403 TARGET_DISABLED"],
    async play(registry) {
      const { token } = await registry.start({ target: "signing" })
      await registry.disable("signing")
      return inTurn(
        () => redeem(registry, asked(token), { as: "signing" }),
        () => redeem(registry, asked(token), { as: "signing", sign: { claims: { htm: "GET" } } }),
      )
    },
  },
]
