import {
  createRedeemer,
  type Preview,
  type Redeemer,
  type RedeemerOptions,
  type Subject,
} from "@fleetprompt/redeem-client"
import { refuseImport } from "./authorize.ts"
import type { Config } from "./config.ts"
import type { Workspace } from "./database.ts"
import { declineInstall, importAgent, markReported, refuseWithdrawn, unreported } from "./installs.ts"
import { redemptionIds } from "./redemption-ids.ts"

/** What the buyer is told at the end. */
export interface Verdict {
  readonly done: boolean
  readonly message: string
}

/** The whole of an install from this side: look, decide by our own rule, redeem, import, report. */
export interface Handoff {
  preview(token: string, member: string): Promise<Preview | null>
  accept(token: string, member: string): Promise<Verdict>
  decline(token: string, member: string): Promise<Verdict>
  /**
   * Tells the registry every outcome it has not heard of; called at start too, for a crash may have come between.
   * A registry that cannot be reached is told next time: the import stands either way.
   */
  reportAll(): Promise<void>
}

/** `network` is for tests, which wait for nothing. */
export function createHandoff(
  config: Config,
  workspace: Workspace,
  network: Pick<RedeemerOptions, "timeoutMs" | "maxRetries"> = {},
): Handoff {
  const redeemer = createRedeemer({
    registry: config.registry,
    credential: { secret: config.secret },
    store: redemptionIds(workspace),
    ...network,
  })
  const subjectOf = (member: string): Subject => ({ iss: config.issuer, sub: member })
  const reportAll = () =>
    reportEach(redeemer, workspace).catch(
      (error: unknown) => void process.stderr.write(`Reports are waiting: ${String(error)}\n`),
    )
  return {
    preview: (token, member) => redeemer.peek(token, subjectOf(member)),
    async accept(token, member) {
      const objection = refuseImport(workspace, member)
      if (objection !== undefined) return { done: false, message: objection }
      const result = await redeemer.redeem(token, subjectOf(member))
      if (!result.ok) return { done: false, message: result.message }
      // A reply that was lost may be read after the release has been revoked.
      if (result.current.releaseStatus !== "published" || result.current.listingStatus === "suspended") {
        refuseWithdrawn(workspace, result.redemption)
        await reportAll()
        return { done: false, message: "This was withdrawn in the meantime. Nothing was imported." }
      }
      importAgent(workspace, result.redemption, member)
      await reportAll()
      const { listing, release } = result.redemption
      return { done: true, message: `Imported ${listing.slug} ${release.version}.` }
    },
    async decline(token, member) {
      const result = await redeemer.redeem(token, subjectOf(member))
      if (!result.ok) return { done: false, message: result.message }
      declineInstall(workspace, result.redemption)
      await reportAll()
      return { done: true, message: "Declined. Nothing was imported." }
    },
    reportAll,
  }
}

async function reportEach(redeemer: Redeemer, workspace: Workspace): Promise<void> {
  for (const { installIntentId, redemptionId, outcome } of unreported(workspace)) {
    const code = outcome === "declined" ? "user_declined" : undefined
    await redeemer.report(installIntentId, redemptionId, outcome === "withdrawn" ? "declined" : outcome, { code })
    markReported(workspace, installIntentId)
  }
}
