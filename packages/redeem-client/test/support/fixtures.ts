import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { type RedeemReply, redeemReply } from "@fleetprompt/sdk/contracts"

const folder = join(import.meta.dirname, "../../../../spec_v1/fixtures")

/** A golden body of the wire, as it stands in the file. */
export const fixture = (name: string): unknown => JSON.parse(readFileSync(join(folder, name), "utf8"))

/** The names of the golden redeem replies; `redemption.bad-…` must be refused, the others accepted. */
export const redemptionFixtures = readdirSync(folder).filter((name) => /^redemption\..*\.json$/.test(name))

/** The plain good reply to a redeem, for the `redemptionId` that was asked with. */
export function goodReply(redemptionId: string): RedeemReply {
  const reply = redeemReply.parse(fixture("redemption.ok.json"))
  return { ...reply, redemption: { ...reply.redemption, redemptionId } }
}
