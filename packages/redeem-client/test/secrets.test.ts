import { inspect } from "node:util"
import { RedeemError } from "@fleetprompt/redeem-client"
import { describe, expect, it } from "vitest"
import { newInstallToken, subject, targetSecret } from "./support/credentials.ts"
import { answered, fakeRegistry } from "./support/registry.ts"
import { testRedeemer } from "./support/redeemer.ts"

const token = newInstallToken()

/** Everything a log line might make of a value. */
const spelled = (value: unknown) =>
  [inspect(value, { depth: Infinity, showHidden: true }), JSON.stringify(value), String(value)].join("\n")

function expectNoSecret(value: unknown) {
  const text = spelled(value)
  expect(text.length).toBeGreaterThan(10)
  for (const secret of [token, targetSecret, token.slice(5, 37), targetSecret.slice(5, 37)])
    expect(text).not.toContain(secret)
}

/** A registry that repeats what it was told wherever it can. */
const echo = { code: token, title: token, detail: targetSecret, requestId: token, retryable: false, [token]: token }
const echoHeaders = { "x-request-id": `req_${token}`, "retry-after": token, location: `/?${token}` }

describe("no error holds token or secret", () => {
  it.each([200, 302, 400, 401, 403, 404, 409, 422, 429, 500, 503])(
    "when a registry echoes them in a %i",
    async (status) => {
      const { fetch } = fakeRegistry(answered(echo, status, echoHeaders))
      const error = await testRedeemer({ fetch })
        .redeem(token, subject)
        .catch((thrown: unknown) => thrown)
      expect(error).toBeInstanceOf(RedeemError)
      expectNoSecret(error)
    },
  )

  it("when a refusal echoes them", async () => {
    const { fetch } = fakeRegistry(answered({ ...echo, code: "INSTALL_TOKEN_EXPIRED" }, 410, echoHeaders))
    const result = await testRedeemer({ fetch }).redeem(token, subject)
    expect(result).toMatchObject({ ok: false, reason: "expired" })
    expectNoSecret(result)
  })

  it("when fetch itself quotes them", async () => {
    const quote = `"Bearer ${targetSecret}" is an invalid header value; body was ${token}`
    const cause = Object.assign(new Error(quote), { code: token })
    const fetch = () => Promise.reject(new TypeError(quote, { cause }))
    const error = await testRedeemer({ fetch })
      .redeem(token, subject)
      .catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ code: "CONNECTION_FAILED", systemCode: null, outcomeUnknown: true })
    expectNoSecret(error)
  })

  it.each([`${targetSecret}\n`, ` ${targetSecret}`, targetSecret.slice(0, -1), token])(
    "when a secret is malformed, and nothing is sent with it",
    async (secret) => {
      const { fetch, requests } = fakeRegistry(answered({}))
      const error = await testRedeemer({ fetch, credential: () => ({ secret }) })
        .redeem(token, subject)
        .catch((thrown: unknown) => thrown)
      expect(error).toMatchObject({ name: "RedeemAuthError", code: "CREDENTIAL_MALFORMED", outcomeUnknown: false })
      expectNoSecret(error)
      expect(requests).toEqual([])

      expect(() => testRedeemer({ credential: { secret } })).toThrow(TypeError)
      expectNoSecret(thrownBy(() => testRedeemer({ credential: { secret } })))
    },
  )

  it("nor does an address with credentials come back in an error", () => {
    const registry = `https://target:${targetSecret}@registry.example`
    expectNoSecret(thrownBy(() => testRedeemer({ registry })))
  })
})

it("a redeemer shows no secret when it is logged", () => {
  expectNoSecret(testRedeemer({}))
})

it("an error keeps its facts in JSON", async () => {
  const { fetch } = fakeRegistry(answered({ code: "UNAVAILABLE", retryable: true }, 503))
  const error = await testRedeemer({ fetch })
    .redeem(token, subject)
    .catch((thrown: unknown) => thrown)
  expect(JSON.parse(JSON.stringify(error))).toMatchObject({
    name: "RedeemProtocolError",
    code: "REGISTRY_UNAVAILABLE",
    status: 503,
    problemCode: "UNAVAILABLE",
    outcomeUnknown: true,
  })
})

function thrownBy(act: () => unknown): unknown {
  try {
    act()
  } catch (error) {
    return error
  }
  throw new Error("Nothing was thrown.")
}
