import { idOf, targetName } from "@fleetprompt/sdk/contracts"
import * as z from "zod"
import type { AppContext } from "../../../domain/context.ts"
import { actorOf } from "../../../domain/identity/actor.ts"
import { addCredential, targetSecretOf } from "../../../domain/targets/add-credential.ts"
import { setTargetDisabled } from "../../../domain/targets/disable.ts"
import { keyedTarget } from "../../../domain/targets/get.ts"
import { revokeCredential } from "../../../domain/targets/revoke-credential.ts"
import { updateTarget } from "../../../domain/targets/update.ts"
import { historyOf } from "../../../domain/moderation/case.ts"
import { moderating } from "../../../http/access.ts"
import { redirect, type Reply } from "../../../http/reply.ts"
import { adminHref, targetHref } from "../../address.ts"
import { type Form, newForm, orAgain, sentBack, typedInto } from "../../form.ts"
import { claimOf, formKey, newFormKey } from "../../form-key.ts"
import type { Frame } from "../../frame.ts"
import { html } from "../../html.ts"
import { page } from "../../page.ts"
import { TargetPage } from "../../parts/admin/target.tsx"
import {
  confirmForm,
  credentialLabels,
  type TargetForms,
  targetSettingsLabels,
} from "../../parts/admin/target-forms.ts"
import { unconfirmed } from "../../parts/confirm-by-slug.tsx"
import { optionally } from "../../query.ts"
import { authenticationField, msOf, pastedKey, settingsFields, withoutKey } from "./target-fields.ts"
import { showSecret } from "./targets.tsx"

const path = `${adminHref}/targets/:name`
const params = z.object({ name: targetName })
const shared = { params, access: moderating("admin") }
const done = ["registered", "saved", "disabled", "enabled", "added", "revoked"] as const

/** One target: what it is set to, and what it proves itself by. */
export const targetPages = (context: AppContext) => [
  page({
    path,
    name: "pages.target",
    summary: "Show a target with its settings and credentials",
    access: moderating("reader"),
    params,
    query: z.object({ done: optionally(z.enum(done)) }),
    handle: async ({ params: { name }, query, frame }) => await show(context, frame, name, { done: query.done }),
  }),
  page({
    ...shared,
    method: "POST",
    path,
    name: "pages.updateTarget",
    summary: "Change the settings of a target",
    form: z.object({
      ...settingsFields,
      authentication: authenticationField,
      rowVersion: z.coerce.number<string>().int().positive(),
    }),
    async handle({ caller, requestId, params: { name }, form, frame }) {
      const again = (settings: Form<keyof typeof targetSettingsLabels>) => show(context, frame, name, { settings })
      const asked = newForm(targetSettingsLabels)
      if (!form.ok) return await again(sentBack(asked, form))
      const { rowVersion: expectedRowVersion, tokenMinutesMax, ...rest } = form.data
      return await orAgain(typedInto(asked, form.typed), {}, again, async () => {
        const patch = { ...rest, tokenTtlMsMax: msOf(tokenMinutesMax) }
        await updateTarget(context, { actor: actorOf(caller, requestId), name, expectedRowVersion, patch })
        return redirect(`${targetHref(name)}?done=saved`, 303)
      })
    },
  }),
  ...switchPages(context),
  ...credentialPages(context),
]

const switchPages = (context: AppContext) => [
  page({
    ...shared,
    method: "POST",
    path: `${path}/disable`,
    name: "pages.disableTarget",
    summary: "Shut a target out and cancel what is open for it",
    form: z.object({ confirm: z.string() }),
    async handle({ caller, requestId, params: { name }, form, frame }) {
      if (!form.ok || form.data.confirm !== name) {
        const disable = unconfirmed(typedInto(confirmForm(name, "disable-"), form.typed), name)
        return await show(context, frame, name, { disable })
      }
      await setTargetDisabled(context, { actor: actorOf(caller, requestId), name, disabled: true })
      return redirect(`${targetHref(name)}?done=disabled`, 303)
    },
  }),
  page({
    ...shared,
    method: "POST",
    path: `${path}/enable`,
    name: "pages.enableTarget",
    summary: "Let a target in again",
    form: z.object({}),
    async handle({ caller, requestId, params: { name } }) {
      await setTargetDisabled(context, { actor: actorOf(caller, requestId), name, disabled: false })
      return redirect(`${targetHref(name)}?done=enabled`, 303)
    },
  }),
]

const credentialPages = (context: AppContext) => [
  page({
    ...shared,
    method: "POST",
    path: `${path}/credentials`,
    name: "pages.addTargetCredential",
    summary: "Give a target its next key or secret, and show a secret this once",
    form: z.object({ publicKey: pastedKey, overlapDays: z.coerce.number<string>().int().min(0).max(90), key: formKey }),
    async handle({ caller, requestId, params: { name }, form, frame }) {
      const again = (credential: Form<keyof typeof credentialLabels>) => show(context, frame, name, { credential })
      const asked = newForm(credentialLabels, {}, "credential-")
      if (!form.ok) return await again(sentBack(asked, withoutKey(form)))
      const { publicKey, overlapDays, key } = form.data
      const fields = { TARGET_CREDENTIAL_LIMIT_REACHED: "publicKey" } as const
      return await orAgain(typedInto(asked, form.typed), fields, again, async () => {
        const route = `POST ${targetHref(name)}/credentials`
        const claim = claimOf(context, caller, route, key, { name, publicKey, overlapDays })
        const wanted = { name, publicKey: publicKey ?? undefined, overlapMs: overlapDays * 86_400_000 }
        const { result } = await addCredential(context, { ...wanted, actor: actorOf(caller, requestId), claim })
        const secret = targetSecretOf(context, result, claim)
        return secret === null ? redirect(`${targetHref(name)}?done=added`, 303) : showSecret(frame, name, secret)
      })
    },
  }),
  page({
    ...shared,
    method: "POST",
    path: `${path}/credentials/:credentialId/revocation`,
    name: "pages.revokeTargetCredential",
    summary: "End a key or secret of a target at once",
    params: params.extend({ credentialId: idOf("targetCredential") }),
    form: z.object({ confirm: z.string() }),
    async handle({ caller, requestId, params: { name, credentialId }, form, frame }) {
      if (!form.ok || form.data.confirm !== name) {
        const revoke = unconfirmed(typedInto(confirmForm(name, `${credentialId}-`), form.typed), name)
        return await show(context, frame, name, { revoke: { credentialId, form: revoke } })
      }
      await revokeCredential(context, { actor: actorOf(caller, requestId), name, credentialId })
      return redirect(`${targetHref(name)}?done=revoked`, 303)
    },
  }),
]

async function show(context: AppContext, frame: Frame, name: string, forms: TargetForms): Promise<Reply> {
  const found = await keyedTarget(context.store.read.targets, name)
  const history = await historyOf(context, found.target.targetId)
  const { done: _done, ...sent } = forms
  const status = Object.values(sent).some((form) => form !== undefined) ? 422 : 200
  const shown = { frame, found, history, forms, formKey: newFormKey(context) }
  return html(<TargetPage {...shown} />, { status })
}
