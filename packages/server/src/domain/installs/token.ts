import type { AppContext } from "../context.ts"
import type { InstallIntent, InstallView } from "./intent.ts"

/**
 * The token of an intent's current issue. It is derived and never stored: a replayed request gets the same one,
 * and whoever reads the database gets none (DESIGN §4).
 */
export const installTokenOf = (
  context: AppContext,
  intent: Pick<InstallIntent, "installIntentId" | "tokenIssue">,
): string => context.secrets.derive("installToken", intent.installIntentId, String(intent.tokenIssue))

/** The landing page's address with the token in its fragment, which reaches neither a server log nor a referrer. */
export function installLink(context: AppContext, intent: InstallView): string {
  const fragment = new URLSearchParams({
    fp_token: installTokenOf(context, intent),
    fp_intent: intent.installIntentId,
    fp_iss: context.settings.publicUrl,
    ...(intent.handoffState === null ? {} : { fp_state: intent.handoffState }),
  })
  return `${intent.target.landingUrl}#${fragment.toString()}`
}
