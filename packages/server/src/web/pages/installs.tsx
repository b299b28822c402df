import { idOf } from "@fleetprompt/sdk/contracts"
import * as z from "zod"
import type { AppContext } from "../../domain/context.ts"
import { cancelInstall } from "../../domain/installs/cancel.ts"
import { getInstall } from "../../domain/installs/get.ts"
import { statusAt } from "../../domain/installs/intent.ts"
import { issueInstallToken } from "../../domain/installs/issue-token.ts"
import { listMyInstalls } from "../../domain/installs/list-mine.ts"
import { installLink } from "../../domain/installs/token.ts"
import { Refusal } from "../../domain/refusal.ts"
import { signedIn } from "../../http/access.ts"
import { redirect } from "../../http/reply.ts"
import { claimOf, formKey, newFormKey } from "../form-key.ts"
import { html } from "../html.ts"
import { page } from "../page.ts"
import { InstallPage, InstallsPage } from "../parts/install-entries.tsx"
import { cursor } from "../query.ts"

const pageSize = 25
const path = "/installs/:installIntentId"
const params = z.object({ installIntentId: idOf("installIntent") })
const hrefOf = (installIntentId: string): string => `/installs/${installIntentId}`
const shared = { access: signedIn, params }

/** A buyer's installs, and what they can do with each. */
export const myInstallPages = (context: AppContext) => [
  page({
    path: "/installs",
    name: "pages.installs",
    summary: "Show the installs of who signed in",
    access: signedIn,
    query: z.object({ cursor }),
    async handle({ caller, query, frame }) {
      const { data, page: at } = await listMyInstalls(context, caller, { limit: pageSize, cursor: query.cursor })
      return html(<InstallsPage frame={frame} intents={data} nextCursor={at.nextCursor} isFirst={!query.cursor} />)
    },
  }),
  page({
    ...shared,
    path,
    name: "pages.installStatus",
    summary: "Show what became of an install, and lead on to its target",
    async handle({ caller, params: { installIntentId }, frame }) {
      const { intent } = await getInstall(context, caller, installIntentId)
      return html(<InstallPage frame={frame} intent={intent} formKey={newFormKey(context)} />, {
        headers: { "cache-control": "no-store" },
      })
    },
  }),
  page({
    ...shared,
    path: `${path}/continue`,
    name: "pages.continueInstall",
    summary: "Lead to the target with the token, as long as that is good",
    // A page never holds the token: it goes from here into the address of the target alone.
    async handle({ caller, params: { installIntentId } }) {
      const { intent } = await getInstall(context, caller, installIntentId)
      const isReady = statusAt(intent, context.nowMs()) === "token_issued"
      const headers = { "cache-control": "no-store", "referrer-policy": "no-referrer" }
      return { ...redirect(isReady ? installLink(context, intent) : hrefOf(installIntentId), 303), headers }
    },
  }),
  page({
    ...shared,
    method: "POST",
    path: `${path}/token`,
    name: "pages.reissueInstall",
    summary: "Get a new link for an install; the one before is dead",
    limit: "intent",
    form: z.object({ key: formKey }),
    async handle({ caller, requestId, params: { installIntentId }, form }) {
      if (!form.ok) throw new Refusal("VALIDATION_FAILED", "This form is not as the page made it.", form.issues)
      const claim = claimOf(context, caller, `POST ${path}/token`, form.data.key, installIntentId)
      await issueInstallToken(context, { caller, requestId, claim, installIntentId, ttlMs: undefined })
      return redirect(hrefOf(installIntentId), 303)
    },
  }),
  page({
    ...shared,
    method: "POST",
    path: `${path}/cancel`,
    name: "pages.cancelInstall",
    summary: "Cancel an install",
    async handle({ caller, requestId, params: { installIntentId } }) {
      await cancelInstall(context, { caller, requestId, installIntentId })
      return redirect(hrefOf(installIntentId), 303)
    },
  }),
]
