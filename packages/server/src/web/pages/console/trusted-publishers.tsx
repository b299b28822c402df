import * as z from "zod"
import type { AppContext } from "../../../domain/context.ts"
import type { UserPrincipal } from "../../../domain/identity/user.ts"
import { getOwnListing, type OwnListing } from "../../../domain/listings/get-own.ts"
import { slugOf } from "../../../domain/listings/listing.ts"
import { may, requireRole } from "../../../domain/publishers/permissions.ts"
import { addTrustedPublisher } from "../../../domain/trusted-publishing/add.ts"
import { listTrustedPublishers } from "../../../domain/trusted-publishing/list.ts"
import { removeTrustedPublisher } from "../../../domain/trusted-publishing/remove.ts"
import { setTrustedPublishingRequired } from "../../../domain/trusted-publishing/set-required.ts"
import type { KnownTrustedPublisher } from "../../../domain/trusted-publishing/trusted-publisher.ts"
import { signedIn } from "../../../http/access.ts"
import { slugParams, trustedPublisherParams } from "../../../http/api/paths.ts"
import { redirect, type Reply } from "../../../http/reply.ts"
import { consoleHref, ownListingHref } from "../../address.ts"
import { newForm, orAgain, sentBack, typedInto, wrongAt } from "../../form.ts"
import type { Frame } from "../../frame.ts"
import { html } from "../../html.ts"
import { page } from "../../page.ts"
import { OwnListingFrame } from "../../parts/console/own-listing-frame.tsx"
import { AddTrust } from "../../parts/console/add-trust.tsx"
import { issuersOf, type TrustFields, trustForm, trustIn, trustLabels } from "../../parts/console/trust-fields.tsx"
import { TrustTable } from "../../parts/console/trust-table.tsx"
import { TrustWorkflow } from "../../parts/console/trust-workflow.tsx"
import { ErrorSummary } from "../../parts/error-summary.tsx"

const path = `${consoleHref}/listings/:publisher/:name/trusted-publishers`
const hrefOf = (slug: string): string => `${ownListingHref(slug)}/trusted-publishers`
const removalOf = ({ slug, trustedPublisherId }: KnownTrustedPublisher): string =>
  `${hrefOf(slug)}/${trustedPublisherId}/remove`
const newTrust = (): TrustFields => newForm(trustLabels, { workflow: "release.yml" })
const shared = { access: signedIn, params: slugParams }

/** Whose runs may publish a listing without any token of ours. */
export const trustPages = (context: AppContext) => [
  page({
    ...shared,
    path,
    name: "pages.trustedPublishers",
    summary: "Show whose runs may publish one's own listing",
    async handle({ caller, params: { slug }, frame }) {
      return await showTrust(context, caller, frame, await getOwnListing(context, caller, slug), newTrust())
    },
  }),
  page({
    ...shared,
    method: "POST",
    path,
    name: "pages.addTrustedPublisher",
    summary: "Let the runs of a repository publish a listing",
    form: trustForm,
    async handle({ caller, requestId, params: { slug }, form, frame }) {
      const own = await getOwnListing(context, caller, slug)
      requireRole(own.role, "trusted_publishers.manage")
      const again = (shown: TrustFields) => showTrust(context, caller, frame, own, shown)
      if (!form.ok) return await again(sentBack(newTrust(), form))
      const trusted = trustIn(form.data)
      return await orAgain(typedInto(newTrust(), form.typed), {}, again, async () => {
        await addTrustedPublisher(context, { caller, requestId, slug, trusted })
        return redirect(hrefOf(slug), 303)
      })
    },
  }),
  page({
    ...shared,
    method: "POST",
    path: `${path}/required`,
    name: "pages.requireTrustedPublishing",
    summary: "Take releases from trusted publishers alone, or not",
    form: z.object({ required: z.enum(["yes", "no"]) }),
    async handle({ caller, requestId, params: { slug }, form, frame }) {
      const own = await getOwnListing(context, caller, slug)
      requireRole(own.role, "trusted_publishers.manage")
      const again = (shown: TrustFields) => showTrust(context, caller, frame, own, shown)
      if (!form.ok) return await again(wrongAt(newTrust(), undefined, "It must be yes or no."))
      const isRequired = form.data.required === "yes"
      return await orAgain(newTrust(), {}, again, async () => {
        await setTrustedPublishingRequired(context, { caller, requestId, slug, isRequired })
        return redirect(hrefOf(slug), 303)
      })
    },
  }),
  page({
    method: "POST",
    path: `${path}/:trustedPublisherId/remove`,
    name: "pages.removeTrustedPublisher",
    summary: "Let the runs of a repository publish no more",
    access: signedIn,
    params: trustedPublisherParams,
    async handle({ caller, requestId, params: { slug, trustedPublisherId } }) {
      await removeTrustedPublisher(context, { caller, requestId, slug, trustedPublisherId })
      return redirect(hrefOf(slug), 303)
    },
  }),
]

async function showTrust(
  context: AppContext,
  caller: UserPrincipal,
  frame: Frame,
  own: OwnListing,
  form: TrustFields,
): Promise<Reply> {
  const { trusted, isRequired } = await listTrustedPublishers(context, caller, slugOf(own.listing))
  const issuers = issuersOf(context)
  const shown = { frame, own, form, trusted, isRequired, issuers }
  return html(<TrustPage {...shown} />, { status: form.wrong.length === 0 ? 200 : 422 })
}

interface TrustProps {
  readonly frame: Frame
  readonly own: OwnListing
  readonly form: TrustFields
  readonly trusted: readonly KnownTrustedPublisher[]
  readonly isRequired: boolean
  readonly issuers: readonly string[]
}

const TrustPage = (props: TrustProps) => {
  const { frame, own, form, trusted, isRequired, issuers } = props
  const { listing } = own
  const manages = may(own.role, "trusted_publishers.manage")
  return (
    <OwnListingFrame
      frame={frame}
      listing={listing}
      tab="/trusted-publishers"
      title={form.wrong.length === 0 ? "Trusted publishers of" : "Not changed: trusted publishers of"}
    >
      <p>
        A run of your pipeline proves by a token of its own CI where it runs. Whoever is named here may publish this
        listing, and no secret has to be kept anywhere.
      </p>
      <ErrorSummary form={form}>Nothing was changed.</ErrorSummary>
      {trusted.length === 0 ? (
        <p class="empty">Nobody yet.</p>
      ) : (
        <TrustTable trusted={trusted} nowMs={frame.nowMs} removalOf={manages ? removalOf : undefined} />
      )}
      {manages && (trusted.length > 0 || isRequired) && <Requirement {...props} />}
      <AddTrust
        action={hrefOf(slugOf(listing))}
        form={form}
        issuers={issuers}
        manages={manages}
        handle={listing.publisher.handle}
      />
      <TrustWorkflow environment={trusted[0]?.environment ?? null} />
    </OwnListingFrame>
  )
}

const Requirement = ({ own, isRequired }: TrustProps) => (
  <section aria-labelledby="required">
    <h2 id="required">Releases from anywhere else</h2>
    <p>
      {isRequired
        ? "Are refused: neither a token nor the form here publishes a release of this listing."
        : "Are taken as well: from a member’s token, or from the form here."}
    </p>
    <form method="post" action={`${hrefOf(slugOf(own.listing))}/required`}>
      <input type="hidden" name="required" value={isRequired ? "no" : "yes"} />
      <button type="submit" class="second">
        {isRequired ? "Take them as well" : "Refuse them"}
      </button>
    </form>
  </section>
)
