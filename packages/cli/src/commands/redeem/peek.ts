import { introspection, type Introspection } from "@fleetprompt/sdk/contracts"
import type { Command } from "commander"
import type { Context } from "../../context.ts"
import { type Field, fields } from "../../output/fields.ts"
import { pairsText } from "../../output/pairs.ts"
import { momentText } from "../../output/time.ts"
import { callAsTarget } from "./call.ts"
import { addRedeemOptions, readProof, type RedeemOptions } from "./options.ts"

export function define(command: Command, context: Context, run = peekToken): void {
  addRedeemOptions(command).action((options: RedeemOptions) => run(options, context))
}

/** Looks at an install token as its target would, without redeeming it. */
export async function peekToken(options: RedeemOptions, context: Context): Promise<void> {
  const { output } = context
  const { iss, sub } = options
  const { token, proof } = await readProof(options, context)
  const request = { token, ...(iss !== undefined && sub !== undefined && { subject: { iss, sub } }) }
  const call = callAsTarget(context, proof, "/v1/install-intents/introspect", request, introspection)
  const found = await output.waiting("Asking the registry", call)
  output.result(found, () => fields(tokenFields(found), output.theme))
}

function tokenFields(found: Introspection): Field[] {
  if (!found.active) return [["token", "not live for this target"]]
  const { installIntentId, listing, publisher, release, targetContext, expiresAtMs, subjectMatches } = found
  return [
    ["token", "live"],
    ["install", installIntentId],
    ["release", `${listing.slug}@${release.version} (${listing.assetKind})`],
    ["publisher", `${publisher.displayName} (${publisher.handle})`],
    ["digest", release.digest],
    ["where", pairsText(targetContext)],
    ["ends", momentText(expiresAtMs)],
    ["buyer", subjectMatches === null ? undefined : subjectMatches ? "the one signed in" : "NOT the one signed in"],
  ]
}
