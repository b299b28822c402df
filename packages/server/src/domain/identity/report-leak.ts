import { credentialKind } from "@fleetprompt/sdk/contracts"
import type { AppContext } from "../context.ts"
import { revokeOnce } from "./revoke-token.ts"

/**
 * Ends a personal token somebody found in the open. Whoever holds it could use it, so none but its value is asked for,
 * and nothing is answered that it would not tell by itself.
 */
export async function reportLeak(context: AppContext, report: { token: string; requestId: string }): Promise<void> {
  if (credentialKind(report.token) !== "personalToken") return
  const tokenHash = context.secrets.hash(report.token)
  await context.store.transaction(async (tx) => {
    const found = await tx.tokens.findByHash(tokenHash)
    if (found === undefined) return
    await revokeOnce(
      context,
      tx,
      found.token,
      { kind: "system", id: "leak-report", requestId: report.requestId },
      "leaked",
    )
  })
}
