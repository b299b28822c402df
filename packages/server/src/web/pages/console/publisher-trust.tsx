import { handle, idOf, listingName, type MemberRole } from "@fleetprompt/sdk/contracts"
import * as z from "zod"
import type { AppContext } from "../../../domain/context.ts"
import type { UserPrincipal } from "../../../domain/identity/user.ts"
import { getOwnPublisher } from "../../../domain/publishers/get-own.ts"
import { may, requireRole } from "../../../domain/publishers/permissions.ts"
import type { Publisher } from "../../../domain/publishers/publisher.ts"
import { addTrustedPublisher } from "../../../domain/trusted-publishing/add.ts"
import { listTrustedPublishersOf } from "../../../domain/trusted-publishing/list.ts"
import { removeTrustedPublisher } from "../../../domain/trusted-publishing/remove.ts"
import type { KnownTrustedPublisher } from "../../../domain/trusted-publishing/trusted-publisher.ts"
import { signedIn } from "../../../http/access.ts"
import { redirect, type Reply } from "../../../http/reply.ts"
import { consoleHref, publisherTrustHref } from "../../address.ts"
import { newForm, orAgain, sentBack, typedInto } from "../../form.ts"
import type { Frame } from "../../frame.ts"
import { html } from "../../html.ts"
import { page } from "../../page.ts"
import { AddTrust } from "../../parts/console/add-trust.tsx"
import { OwnPublisherFrame } from "../../parts/console/own-publisher-frame.tsx"
import { issuersOf, type TrustFields, trustForm, trustIn, trustLabels } from "../../parts/console/trust-fields.tsx"
import { TrustTable } from "../../parts/console/trust-table.tsx"
import { TrustWorkflow } from "../../parts/console/trust-workflow.tsx"
import { ErrorSummary } from "../../parts/error-summary.tsx"
import { TextField } from "../../parts/field.tsx"

const path = `${consoleHref}/publishers/:handle/trusted-publishers`
const labels = { slugName: "Listing", ...trustLabels }
type PublisherTrustFields = TrustFields<"slugName">
const newTrust = (): PublisherTrustFields => newForm(labels, { workflow: "release.yml" })
const shared = { access: signedIn, params: z.object({ handle }) }

/** Whose runs may publish for a publisher, also a listing that is not there yet. */
export const publisherTrustPages = (context: AppContext) => [
  page({
    ...shared,
    path,
    name: "pages.publisherTrust",
    summary: "Show whose runs may publish for one's own publisher",
    handle: async ({ caller, params, frame }) => await showTrust(context, caller, frame, params.handle, newTrust()),
  }),
  page({
    ...shared,
    method: "POST",
    path,
    name: "pages.addPublisherTrust",
    summary: "Let the runs of a repository publish a listing, also one to come",
    form: trustForm.extend({ slugName: listingName }),
    async handle({ caller, requestId, params, form, frame }) {
      const { role } = await getOwnPublisher(context, caller, params.handle)
      requireRole(role, "trusted_publishers.manage")
      const again = (shown: PublisherTrustFields) => showTrust(context, caller, frame, params.handle, shown)
      if (!form.ok) return await again(sentBack(newTrust(), form))
      const { slugName, ...rest } = form.data
      const command = { caller, requestId, slug: `${params.handle}/${slugName}`, trusted: trustIn(rest) }
      return await orAgain(typedInto(newTrust(), form.typed), {}, again, async () => {
        await addTrustedPublisher(context, command)
        return redirect(publisherTrustHref(params.handle), 303)
      })
    },
  }),
  page({
    method: "POST",
    path: `${path}/:name/:trustedPublisherId/remove`,
    name: "pages.removePublisherTrust",
    summary: "Let the runs of a repository publish no more, also where there is no listing yet",
    access: signedIn,
    params: z.object({ handle, name: listingName, trustedPublisherId: idOf("trustedPublisher") }),
    async handle({ caller, requestId, params: { handle: publisher, name, trustedPublisherId } }) {
      await removeTrustedPublisher(context, { caller, requestId, slug: `${publisher}/${name}`, trustedPublisherId })
      return redirect(publisherTrustHref(publisher), 303)
    },
  }),
]

async function showTrust(
  context: AppContext,
  caller: UserPrincipal,
  frame: Frame,
  name: string,
  form: PublisherTrustFields,
): Promise<Reply> {
  const { publisher, role } = await getOwnPublisher(context, caller, name)
  const trusted = await listTrustedPublishersOf(context, caller, name)
  const shown = { frame, publisher, role, trusted, form, issuers: issuersOf(context) }
  return html(<PublisherTrustPage {...shown} />, { status: form.wrong.length === 0 ? 200 : 422 })
}

interface PublisherTrustProps {
  readonly frame: Frame
  readonly publisher: Publisher
  readonly role: MemberRole
  readonly trusted: readonly KnownTrustedPublisher[]
  readonly form: PublisherTrustFields
  readonly issuers: readonly string[]
}

const PublisherTrustPage = ({ frame, publisher, role, trusted, form, issuers }: PublisherTrustProps) => {
  const manages = may(role, "trusted_publishers.manage")
  const href = publisherTrustHref(publisher.handle)
  const removalOf = ({ slugName, trustedPublisherId }: KnownTrustedPublisher): string =>
    `${href}/${slugName}/${trustedPublisherId}/remove`
  return (
    <OwnPublisherFrame
      frame={frame}
      publisher={publisher}
      tab="/trusted-publishers"
      title={form.wrong.length === 0 ? "Trusted publishers of" : "Not changed: trusted publishers of"}
    >
      <p>
        A run of your pipeline proves by a token of its own CI where it runs. Whoever is named here may publish the
        listing named beside it, and no secret has to be kept anywhere. The listing need not be there yet: while it is
        pending, the first run creates it.
      </p>
      <ErrorSummary form={form}>Nothing was changed.</ErrorSummary>
      {trusted.length === 0 ? (
        <p class="empty">Nobody yet.</p>
      ) : (
        <TrustTable trusted={trusted} nowMs={frame.nowMs} removalOf={manages ? removalOf : undefined} isOfMany />
      )}
      <AddTrust action={href} form={form} issuers={issuers} manages={manages} handle={publisher.handle}>
        <TextField
          form={form}
          name="slugName"
          help={`What comes after ${publisher.handle}/ in its slug, whether there is such a listing yet or not.`}
          with={{ autocomplete: "off", autocapitalize: "none", spellcheck: false }}
        />
      </AddTrust>
      <TrustWorkflow environment={trusted[0]?.environment ?? null} />
    </OwnPublisherFrame>
  )
}
