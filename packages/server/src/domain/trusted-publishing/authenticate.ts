import { credentialKind } from "@fleetprompt/sdk/contracts"
import type { AppContext } from "../context.ts"
import { Refusal } from "../refusal.ts"
import type { CiPrincipal, CiToken } from "./trusted-publisher.ts"

/** Whether a credential is one that runs get. */
export const isCiToken = (secret: string): boolean => credentialKind(secret) === "ciToken"

/** The run a token was given to. @throws Refusal UNAUTHENTICATED, TOKEN_REVOKED, TOKEN_EXPIRED. */
export async function authenticateCi(context: AppContext, secret: string): Promise<CiPrincipal> {
  const token = await context.store.read.trustedPublishing.findToken(context.secrets.hash(secret))
  return { kind: "ci", token: liveToken(token, context.nowMs()) }
}

/** @throws Refusal UNAUTHENTICATED, TOKEN_REVOKED, TOKEN_EXPIRED. */
export function liveToken(token: CiToken | undefined, nowMs: number): CiToken {
  if (token === undefined) throw new Refusal("UNAUTHENTICATED", "The token of the run is not valid here.")
  if (token.revokedAtMs !== null) throw new Refusal("TOKEN_REVOKED", "This token of a run was revoked.")
  if (token.expiresAtMs <= nowMs) throw new Refusal("TOKEN_EXPIRED", "This token of a run has expired.")
  return token
}
