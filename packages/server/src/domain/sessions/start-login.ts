import { limits, type Scope, userCodeAlphabet } from "@fleetprompt/sdk/contracts"
import { refuseSecrets } from "../content/refuse-secrets.ts"
import type { AppContext } from "../context.ts"
import type { DeviceLogin } from "./device-login.ts"

export interface StartDeviceLogin {
  readonly codeChallenge: string
  readonly scopes: readonly Scope[]
  readonly clientName: string
  readonly requestedFrom: string
}

/** Two of 25.6 milliard codes rarely meet; three times in a row they do not. */
const codeTries = 3

/**
 * Lets a program ask for a session. The device code is returned this once and never stored.
 * @throws Refusal SECRET_DETECTED.
 */
export async function startDeviceLogin(
  context: AppContext,
  command: StartDeviceLogin,
): Promise<{ login: DeviceLogin; deviceCode: string }> {
  await refuseSecrets({ clientName: command.clientName })
  const deviceCode = context.secrets.random("deviceCode")
  const createdAtMs = context.nowMs()
  for (let tries = 0; tries < codeTries; tries++) {
    const login: DeviceLogin = {
      ...command,
      loginId: context.newId("deviceLogin"),
      deviceCodeHash: context.secrets.hash(deviceCode),
      userCode: userCodeFrom(context.secrets.random("deviceCode")),
      status: "pending",
      userId: null,
      sessionId: null,
      intervalMs: limits.deviceLoginIntervalMs,
      polledAtMs: null,
      createdAtMs,
      expiresAtMs: createdAtMs + limits.deviceLoginTtlMs,
    }
    if (await context.store.transaction((tx) => tx.deviceLogins.insert(login))) return { login, deviceCode }
  }
  throw new Error("No free user code was found.")
}

/**
 * Eight letters out of a random credential. Of its base62 characters those beyond the third twenty are passed over, for
 * `% 20` would favour some letters; the 32 hold eight others but once in 10^23.
 */
function userCodeFrom(random: string): string {
  const letters = Array.from(random.slice(5, 37))
    .map((character) => base62.indexOf(character))
    .filter((value) => value < 60)
    .map((value) => userCodeAlphabet[value % 20])
  return `${letters.slice(0, 4).join("")}-${letters.slice(4, 8).join("")}`
}

const base62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
