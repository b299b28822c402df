import { credentialKind } from "@fleetprompt/sdk/contracts"
import { Refusal } from "../refusal.ts"

/**
 * Checks shape and checksum before anything is looked up.
 * @throws Refusal INSTALL_TOKEN_MALFORMED.
 */
export function parseInstallToken(text: string): string {
  if (credentialKind(text) === "installToken") return text
  throw new Refusal("INSTALL_TOKEN_MALFORMED", "This is not an install token, or it was cut short or mistyped.")
}

/** The one answer for a token that does not exist and for one that is bound to another target. */
export const unknownToken = (): Refusal =>
  new Refusal("INSTALL_TOKEN_INVALID", "There is no such install token for this target.")
