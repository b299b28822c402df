import { callerOf, type Client } from "../caller-of.ts"
import { type DeviceLogins, deviceLoginsOf } from "./device-logins.ts"
import { type Sessions, sessionsOf } from "./sessions.ts"
import { type Tokens, tokensOf } from "./tokens.ts"

/** The credentials of a person: what they sign in with, and what they give to their programs. */
export interface Account {
  readonly tokens: Tokens
  readonly deviceLogins: DeviceLogins
  readonly sessions: Sessions
}

/**
 * The part of the API about the caller's own credentials, loaded apart because most programs are given one and never ask.
 * @example
 * const { secret } = await accountOf(fp).tokens.create({ name: "ci", scopes: ["release:publish"], expiresInDays: 90 })
 */
export function accountOf(client: Client): Account {
  const call = client[callerOf]
  return { tokens: tokensOf(call), deviceLogins: deviceLoginsOf(call), sessions: sessionsOf(call) }
}
