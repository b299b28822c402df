import { type AssetKind, assetKinds, registerTargetRequest } from "@fleetprompt/sdk/contracts"
import { type Command, Option } from "commander"
import { ttlOption } from "../../arguments/duration.ts"
import { parsedBy } from "../../arguments/parse.ts"

/** The settings of a target, as flags. */
export interface TargetSettingOptions {
  readonly landingUrl?: string
  readonly kind?: AssetKind[]
  readonly tokenTtlMax?: number
  readonly buyerMatch?: boolean
  readonly default?: true
}

export const addTargetSettings = (command: Command): Command =>
  command
    .option("--landing-url <url>", "the page that takes installs on", parsedBy(registerTargetRequest.shape.landingUrl))
    .addOption(new Option("--kind <kind...>", "the kinds it takes (default: those of its system)").choices(assetKinds))
    .option("--token-ttl-max <time>", "the longest a token for it may live, 1m to 1h", ttlOption)
    .option("--buyer-match", "only who started an install may redeem it (the default)")
    .option("--no-buyer-match", "let anybody redeem: only for a target that knows no shared identity")
    .option("--default", "the one that is meant where only its system is named")

/** The flags under the names of the wire; what was not given is left out. */
export const settingsOf = (options: TargetSettingOptions) => ({
  ...(options.landingUrl !== undefined && { landingUrl: options.landingUrl }),
  ...(options.kind && { assetKinds: options.kind }),
  ...(options.tokenTtlMax !== undefined && { tokenTtlMsMax: options.tokenTtlMax }),
  ...(options.buyerMatch !== undefined && { requireBuyerMatch: options.buyerMatch }),
  ...(options.default && { isDefault: true }),
})
