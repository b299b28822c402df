import { limits, targetName, targetSystems } from "@fleetprompt/sdk/contracts"
import * as z from "zod"
import type { AppContext } from "../../../domain/context.ts"
import { actorOf } from "../../../domain/identity/actor.ts"
import { targetSecretOf } from "../../../domain/targets/add-credential.ts"
import { listKeyedTargets } from "../../../domain/targets/list.ts"
import { registerTarget } from "../../../domain/targets/register.ts"
import { moderating } from "../../../http/access.ts"
import { redirect, type Reply } from "../../../http/reply.ts"
import { adminHref, targetHref } from "../../address.ts"
import { newForm, orAgain, sentBack, typedInto } from "../../form.ts"
import { claimOf, formKey, newFormKey } from "../../form-key.ts"
import type { Frame } from "../../frame.ts"
import { html } from "../../html.ts"
import { page } from "../../page.ts"
import { RegisterPage, type RegisterFields, registerLabels } from "../../parts/admin/register-target.tsx"
import { SecretPage } from "../../parts/admin/secret.tsx"
import { TargetsPage } from "../../parts/admin/targets.tsx"
import { pastedKey, withoutKey } from "./target-fields.ts"

const path = `${adminHref}/targets`
const registerPath = `${adminHref}/new-target`

/** The systems that installs go to. */
export const targetListPages = (context: AppContext) => [
  page({
    path,
    name: "pages.targets",
    summary: "Show all targets",
    access: moderating("reader"),
    handle: async ({ frame }) => html(<TargetsPage frame={frame} targets={await listKeyedTargets(context)} />),
  }),
  page({
    path: registerPath,
    name: "pages.newTarget",
    summary: "Show the form of a new target",
    access: moderating("admin"),
    handle: async ({ frame }) => showForm(context, frame, newForm(registerLabels)),
  }),
  page({
    method: "POST",
    path: registerPath,
    name: "pages.registerTarget",
    summary: "Register a target, and show its secret this once",
    access: moderating("admin"),
    form: z.object({
      name: targetName,
      targetSystem: z.enum(targetSystems),
      landingUrl: z.string().trim().min(1, "must not be empty").max(limits.urlLengthMax),
      publicKey: pastedKey,
      key: formKey,
    }),
    async handle({ caller, requestId, form, frame }) {
      const again = (shown: RegisterFields) => showForm(context, frame, shown)
      if (!form.ok) return again(sentBack(newForm(registerLabels), withoutKey(form)))
      const { key, publicKey, ...named } = form.data
      const filled = typedInto(newForm(registerLabels), form.typed)
      return await orAgain(filled, { SLUG_TAKEN: "name" }, again, async () => {
        const claim = claimOf(context, caller, `POST ${registerPath}`, key, form.data)
        const command = { ...named, publicKey: publicKey ?? undefined, actor: actorOf(caller, requestId), claim }
        const [credential] = (await registerTarget(context, command)).result.credentials
        const secret = credential === undefined ? null : targetSecretOf(context, credential, claim)
        if (secret === null) return redirect(`${targetHref(named.name)}?done=registered`, 303)
        return showSecret(frame, named.name, secret)
      })
    },
  }),
]

function showForm(context: AppContext, frame: Frame, form: RegisterFields): Reply {
  const shown = { frame, form, formKey: newFormKey(context) }
  return html(<RegisterPage {...shown} />, { status: form.wrong.length === 0 ? 200 : 422 })
}

/** The only page that holds a target's secret: it answers the form itself, and nobody keeps it. */
export const showSecret = (frame: Frame, name: string, secret: string): Reply =>
  html(<SecretPage frame={frame} name={name} secret={secret} />, {
    status: 201,
    headers: { "cache-control": "no-store", "referrer-policy": "no-referrer" },
  })
