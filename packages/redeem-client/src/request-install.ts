import { readSuccess } from "./answer.ts"
import { base64url, sha256 } from "./bytes.ts"
import { call } from "./call.ts"
import type { Settings } from "./settings.ts"
import { object, text, timestampMs } from "./shape.ts"

/** What a target asks a buyer in front of it to install. Without a listing the buyer chooses one. */
export interface InstallRequest {
  /** `publisher/name` */
  listing?: string | undefined
  version?: string | undefined
  /** Opaque ids of this target, for instance `telespaceId`; they come back in the redemption. */
  targetContext?: { telespaceId?: string; roomId?: string; orgId?: string } | undefined
  /** Comes back beside the token: up to 128 letters, digits or `. _ ~ -`. Default: a random one. */
  state?: string | undefined
}

/** Where to send the buyer's browser, and what to keep in the buyer's session until it comes back with a token. */
export interface RequestedInstall {
  handoffId: string
  startUrl: string
  expiresAtMs: number
  state: string
  /** Goes to `redeem` with the token. Never into a URL or a page. */
  codeVerifier: string
}

const readHandoff = object({ handoffId: text, startUrl: text, expiresAtMs: timestampMs })

/** See `Redeemer.requestInstall`. */
export async function requestInstall(
  settings: Settings,
  { listing, version, targetContext, state = random() }: InstallRequest,
  signal: AbortSignal | undefined,
): Promise<RequestedInstall> {
  const codeVerifier = random()
  const body = { codeChallenge: base64url(await sha256(codeVerifier)), state, targetContext, listing, version }
  const answer = await call(settings, { path: "/v1/handoffs", body, changesState: true, signal })
  return { ...readSuccess(answer, readHandoff), state, codeVerifier }
}

/** 256 random bits in 43 characters. */
const random = () => base64url(crypto.getRandomValues(new Uint8Array(32)))
