import { randomUUID } from "node:crypto"
import { redeemReply, type RedeemReply, redeemRequest } from "@fleetprompt/sdk/contracts"
import type { Command } from "commander"
import { parsedBy } from "../../arguments/parse.ts"
import type { Context } from "../../context.ts"
import { usageError } from "../../errors.ts"
import { type Field, fields } from "../../output/fields.ts"
import { pairsText } from "../../output/pairs.ts"
import { callAsTarget } from "./call.ts"
import { addRedeemOptions, readProof, type RedeemOptions } from "./options.ts"

export interface RunRedeemOptions extends RedeemOptions {
  readonly redemptionId?: string
}

export function define(command: Command, context: Context, run = redeemToken): void {
  addRedeemOptions(command)
    .option(
      "--redemption-id <id>",
      "the one of an earlier try, to have its answer again",
      parsedBy(redeemRequest.shape.redemptionId),
    )
    .action((options: RunRedeemOptions) => run(options, context))
}

/** Redeems an install token as its target would, to see what a target receives. The token is consumed. */
export async function redeemToken(options: RunRedeemOptions, context: Context): Promise<void> {
  const { output } = context
  const { iss, sub, redemptionId = randomUUID() } = options
  if (iss === undefined || sub === undefined) {
    throw usageError("It is not said who is signed in at the target.", "Give --iss and --sub.")
  }
  const { token, proof } = await readProof(options, context)
  output.note(`Should the answer be lost: --redemption-id ${redemptionId}`)
  const request = { token, redemptionId, subject: { iss, sub } }
  const call = callAsTarget(context, proof, "/v1/install-intents/redeem", request, redeemReply)
  const reply = await output.waiting("Redeeming", call)
  output.result(reply, () => fields(redemptionFields(reply), output.theme))
}

const redemptionFields = ({ redemption, current, replayed }: RedeemReply): Field[] => [
  ["install", redemption.installIntentId],
  ["redemption", `${redemption.redemptionId}${replayed ? ", made before" : ""}`],
  ["buyer", `${redemption.buyer.sub} at ${redemption.buyer.iss}`],
  ["release", `${redemption.listing.slug}@${redemption.release.version} (${redemption.listing.assetKind})`],
  ["references", pairsText(redemption.release.refs)],
  ["digest", redemption.release.digest],
  ["where", pairsText(redemption.targetContext)],
  [
    "now",
    `release ${current.releaseStatus}, listing ${current.listingStatus}, outcome ${current.outcome ?? "none yet"}`,
  ],
]
