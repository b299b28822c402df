import * as z from "zod"
import { scopes } from "./identity.ts"
import { idOf, timestampMs } from "./ids.ts"
import { limits } from "./limits.ts"
import { openEnum } from "./open-enum.ts"
import { pageOf, pageQuery } from "./page.ts"
import { line } from "./text.ts"

/** The letters of a user code: no vowels, so that it spells no word, and no digits to mistake (RFC 8628 §6.1). */
export const userCodeAlphabet = "BCDFGHJKLMNPQRSTVWXZ"

/** A user code as it is shown, `BCDF-GHJK`, made of whatever a person typed for it. 34 bits, which is why tries are few. */
export const userCode = z
  .string()
  .max(32)
  .overwrite((text) => text.replaceAll(/[\s-]/g, "").toUpperCase())
  .regex(new RegExp(`^[${userCodeAlphabet}]{8}$`), "must be the eight letters the program shows")
  .overwrite((text) => `${text.slice(0, 4)}-${text.slice(4)}`)

/**
 * Body of `POST /v1/auth/device`: a program asks for a session of whoever approves it (RFC 8628 §3.1). It keeps a random
 * `codeVerifier` in memory and sends its SHA-256 here, so that a stolen device code is worth nothing (RFC 7636, S256).
 */
export const startDeviceLoginRequest = z.strictObject({
  /** base64url of SHA-256 over the verifier. */
  codeChallenge: z.string().regex(/^[0-9A-Za-z_-]{43}$/, "must be a SHA-256 in base64url"),
  /** What the session is to be allowed, all of it shown to who approves. */
  scopes: z
    .array(z.enum(scopes))
    .min(1, "must name at least one scope")
    .max(scopes.length)
    .refine((words) => new Set(words).size === words.length, "must not repeat a scope"),
  /** What asks, as who approves reads it: the program and the machine it runs on. */
  clientName: line(limits.displayNameLengthMax),
})
export type StartDeviceLoginRequest = z.input<typeof startDeviceLoginRequest>

/** Reply of `POST /v1/auth/device`: show the code and the address, then poll no faster than `intervalMs`. */
export const startedDeviceLogin = z.object({
  /** `fpdc_…`, for the program alone. */
  deviceCode: z.string(),
  userCode: z.string(),
  /** Where a person types the code. */
  verificationUri: z.string(),
  /** The same with the code filled in; it still has to be approved. */
  verificationUriComplete: z.string(),
  intervalMs: z.int().positive(),
  expiresAtMs: timestampMs,
})
export type StartedDeviceLogin = z.infer<typeof startedDeviceLogin>

/**
 * Body of `POST /v1/auth/device/token`, the poll (RFC 8628 §3.4). Refused with `AUTHORIZATION_PENDING` until somebody
 * decides, with `SLOW_DOWN` where it came too soon: the interval is then 5 s longer for good.
 */
export const pollDeviceLoginRequest = z.strictObject({
  deviceCode: z.string().min(1).max(128),
  codeVerifier: z.string().regex(/^[0-9A-Za-z._~-]{43,128}$/, "must be a code verifier (RFC 7636 §4.1)"),
})
export type PollDeviceLoginRequest = z.input<typeof pollDeviceLoginRequest>

/** A program somebody signed in by a device login, as that person sees it. The secret is in no read. */
export const cliSession = z.object({
  sessionId: idOf("cliSession"),
  clientName: z.string(),
  scopes: z.array(openEnum(scopes)),
  /** The address the login was asked for from. */
  requestedFrom: z.string(),
  createdAtMs: timestampMs,
  /** When it is over if it is not used before; a use moves it, up to 90 days from the start. */
  expiresAtMs: timestampMs,
  revokedAtMs: timestampMs.nullable(),
  /** Rounded down to the hour. */
  lastUsedAtMs: timestampMs.nullable(),
  /** Whether it is the one that asks. */
  current: z.boolean(),
})
export type CliSession = z.infer<typeof cliSession>

/**
 * Reply of a poll once it is approved: the session and its secret `fpcl_…`. A poll whose reply was lost may be repeated
 * while the device code lives; it gets the same session and the same secret.
 */
export const issuedCliSession = z.object({ session: cliSession, secret: z.string() })
export type IssuedCliSession = z.infer<typeof issuedCliSession>

/** Where a device login stands. */
export const deviceLoginStatuses = ["pending", "approved", "denied"] as const
export type DeviceLoginStatus = (typeof deviceLoginStatuses)[number]

/**
 * What a signed-in person is asked to approve: reply of `GET /v1/auth/device/{userCode}` and of `POST …/approve` and
 * `POST …/deny`. Decided or expired, it is there no more. `clientName` is a stranger's text.
 */
export const deviceLogin = z.object({
  userCode: z.string(),
  status: openEnum(deviceLoginStatuses),
  clientName: z.string(),
  scopes: z.array(openEnum(scopes)),
  /** The address of the program. Where it is not the reader's own, somebody may be deceiving them. */
  requestedFrom: z.string(),
  createdAtMs: timestampMs,
  expiresAtMs: timestampMs,
})
export type DeviceLogin = z.infer<typeof deviceLogin>

/** Query of `GET /v1/auth/sessions`: the caller's own, newest first. */
export const listCliSessionsQuery = z.strictObject(pageQuery)
export type ListCliSessionsQuery = z.input<typeof listCliSessionsQuery>

export const cliSessionPage = pageOf(cliSession)
