import { createHash } from "node:crypto"
import { type IssuedCliSession, type Scope, scopes, type StartedDeviceLogin } from "@fleetprompt/sdk/contracts"
import { operator } from "../../src/domain/audit/audit.ts"
import { decideFor } from "../../src/domain/sessions/decide-login.ts"
import { Caller } from "./caller.ts"
import { days } from "./clock.ts"
import { issuer, type TestRegistry } from "./registry.ts"

/** A verifier and its S256 challenge. */
export const verifier = "a-verifier-of-43-characters-or-more-for-tests"
export const challengeOf = (text: string) => createHash("sha256").update(text).digest("base64url")

/** Takes `eyJ.<name>` for an access token of that person, so that a test needs no provider. */
export const trustingVerifier = (nowMs: () => number) => ({
  verify: async (token: string) => {
    const [, sub = ""] = token.split(".")
    return { iss: issuer, sub, scope: undefined, expiresAtMs: nowMs() + days(1) }
  },
})

/** Somebody who signed in, at a registry with the {@link trustingVerifier}. */
export const signedIn = ({ app }: TestRegistry, name: string) => new Caller(app, `eyJ.${name}`)

export const startLogin = async ({ anonymous }: TestRegistry, wanted: readonly Scope[] = ["listing:read"]) =>
  (
    await anonymous.request<StartedDeviceLogin>("POST", "/v1/auth/device", {
      codeChallenge: challengeOf(verifier),
      scopes: wanted,
      clientName: "fleetprompt on laptop",
    })
  ).body

export const poll = ({ anonymous }: TestRegistry, deviceCode: string, codeVerifier = verifier) =>
  anonymous.request<IssuedCliSession>("POST", "/v1/auth/device/token", { deviceCode, codeVerifier })

/** Approves as an operator would, whoever can sign in. */
export async function approveFor({ context }: TestRegistry, userCode: string, person: Caller): Promise<void> {
  const login = await context.store.read.deviceLogins.findPending(userCode, context.nowMs())
  if (login === undefined) throw new Error("There is no such login.")
  await decideFor(context, { login, userId: await person.userId(), status: "approved", actor: operator })
}

/** A CLI session of a person, and who uses it. */
export async function openSession(registry: TestRegistry, person: Caller, wanted: readonly Scope[] = scopes) {
  const { deviceCode, userCode } = await startLogin(registry, wanted)
  await approveFor(registry, userCode, person)
  const { session, secret } = (await poll(registry, deviceCode)).body
  return { session, secret, caller: new Caller(registry.app, secret) }
}
