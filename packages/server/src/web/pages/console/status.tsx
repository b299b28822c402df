import { appealRequest, deprecateListingRequest, handle, setListingStatusRequest } from "@fleetprompt/sdk/contracts"
import * as z from "zod"
import type { AppContext } from "../../../domain/context.ts"
import type { UserPrincipal } from "../../../domain/identity/user.ts"
import { deleteListing } from "../../../domain/listings/delete.ts"
import { deprecateListing } from "../../../domain/listings/deprecate.ts"
import { getOwnListing, type OwnListing } from "../../../domain/listings/get-own.ts"
import { liftDeprecation } from "../../../domain/listings/lift-deprecation.ts"
import { slugOf } from "../../../domain/listings/listing.ts"
import { setListingStatus } from "../../../domain/listings/set-status.ts"
import { transferListing } from "../../../domain/listings/transfer.ts"
import { appealSuspension } from "../../../domain/moderation/appeal.ts"
import { getSuspension } from "../../../domain/moderation/get.ts"
import { listMemberships } from "../../../domain/publishers/get-own.ts"
import { type PublisherAct, requireRole } from "../../../domain/publishers/permissions.ts"
import { signedIn } from "../../../http/access.ts"
import { slugParams } from "../../../http/api/paths.ts"
import { redirect, type Reply } from "../../../http/reply.ts"
import { consoleHref, ownListingHref } from "../../address.ts"
import { type Form, orAgain, orNull, sentBack, typedInto } from "../../form.ts"
import { claimOf, formKey, newFormKey } from "../../form-key.ts"
import { html } from "../../html.ts"
import { page, type Visit } from "../../page.ts"
import { unconfirmed } from "../../parts/confirm-by-slug.tsx"
import { DoneNotice } from "../../parts/console/done-notice.tsx"
import { OwnListingFrame } from "../../parts/console/own-listing-frame.tsx"
import { type StatusForms, statusFormsOf } from "../../parts/console/status-forms.ts"
import { Deprecation, HandOver, Suspended, Visibility } from "../../parts/console/status-sections.tsx"
import { optionally } from "../../query.ts"

const path = `${consoleHref}/listings/:publisher/:name/status`
const hrefOf = (slug: string): string => `${ownListingHref(slug)}/status`
const doneWords = {
  status: "It is seen as you said from now on.",
  deprecated: "Everybody is advised against it from now on.",
  lifted: "The deprecation is taken back.",
  moved: "The listing has moved here.",
  appealed: "The appeal is with the moderators.",
}
const done = Object.keys(doneWords) as (keyof typeof doneWords)[]
const shared = { access: signedIn, params: slugParams }
const confirm = z.string().default("")

/** How a listing stands, and what its publisher can make of that. */
export const statusPages = (context: AppContext) => [
  ...visibilityPages(context),
  ...advicePages(context),
  ...ownerPages(context),
]

const visibilityPages = (context: AppContext) => [
  page({
    ...shared,
    path,
    name: "pages.listingStatus",
    summary: "Show how one's own listing stands",
    query: z.object({ done: optionally(z.enum(done)) }),
    async handle(visit) {
      const own = await getOwnListing(context, visit.caller, visit.params.slug)
      return await showStatus(context, visit, own, {}, visit.query.done)
    },
  }),
  page({
    ...shared,
    method: "POST",
    path,
    name: "pages.showListing",
    summary: "Publish or unlist a listing",
    form: z.object({ status: setListingStatusRequest.shape.status.exclude(["draft"]) }),
    handle: (visit) =>
      settle(context, visit, "status", "listing.set_status", async ({ status }, by) => {
        await setListingStatus(context, { ...by, status })
        return `${hrefOf(by.slug)}?done=status`
      }),
  }),
  page({
    ...shared,
    method: "POST",
    path: `${path}/draft`,
    name: "pages.withdrawListing",
    summary: "Take a listing back to draft",
    form: z.object({ confirm }),
    handle: (visit) =>
      settle(context, visit, "status", "listing.set_status", async (_said, by) => {
        await setListingStatus(context, { ...by, status: "draft" })
        return `${hrefOf(by.slug)}?done=status`
      }),
  }),
]

const advicePages = (context: AppContext) => [
  page({
    ...shared,
    method: "POST",
    path: `${path}/deprecation`,
    name: "pages.deprecateListing",
    summary: "Advise against a listing",
    form: z.object({
      message: deprecateListingRequest.shape.message,
      successor: orNull(deprecateListingRequest.shape.successor),
    }),
    handle: (visit) =>
      settle(context, visit, "deprecate", "listing.deprecate", async (said, by) => {
        await deprecateListing(context, { ...by, ...said })
        return `${hrefOf(by.slug)}?done=deprecated`
      }),
  }),
  page({
    ...shared,
    method: "POST",
    path: `${path}/deprecation/lift`,
    name: "pages.liftDeprecation",
    summary: "Take a deprecation back",
    async handle({ caller, requestId, params: { slug } }) {
      await liftDeprecation(context, { caller, requestId, slug })
      return redirect(`${hrefOf(slug)}?done=lifted`, 303)
    },
  }),
  page({
    ...shared,
    method: "POST",
    path: `${path}/appeal`,
    name: "pages.appealSuspension",
    summary: "Appeal against a suspension",
    form: appealRequest,
    handle: (visit) =>
      settle(context, visit, "appeal", "listing.appeal", async ({ note }, by) => {
        await appealSuspension(context, { ...by, note })
        return `${hrefOf(by.slug)}?done=appealed`
      }),
  }),
]

const ownerPages = (context: AppContext) => [
  page({
    ...shared,
    method: "POST",
    path: `${path}/transfer`,
    name: "pages.transferListing",
    summary: "Move a listing to another publisher",
    form: z.object({ to: handle, confirm, key: formKey }),
    handle: (visit) =>
      settle(context, visit, "transfer", "listing.give_away", async ({ to, key }, by) => {
        const claim = claimOf(context, by.caller, `POST ${path}/transfer`, key, { slug: by.slug, to })
        const { result } = await transferListing(context, { ...by, claim, to })
        return `${hrefOf(slugOf(result))}?done=moved`
      }),
  }),
  page({
    ...shared,
    method: "POST",
    path: `${path}/delete`,
    name: "pages.deleteListing",
    summary: "Delete a draft that was never public",
    form: z.object({ confirm }),
    handle: (visit) =>
      settle(context, visit, "remove", "listing.delete", async (_said, by) => {
        await deleteListing(context, by)
        return consoleHref
      }),
  }),
]

type StatusVisit<Said> = Visit<UserPrincipal, { readonly slug: string }, unknown, Said>

interface By {
  readonly caller: UserPrincipal
  readonly requestId: string
  readonly slug: string
}

/**
 * Does what one form of the page asks for, by who may ask for it and, where the form has such a field, typed the slug.
 * Leads on to where `work` says, or comes back with what is wrong.
 */
async function settle<Said extends object>(
  context: AppContext,
  visit: StatusVisit<Said>,
  which: keyof StatusForms,
  act: PublisherAct,
  work: (said: Said, by: By) => Promise<string>,
): Promise<Reply> {
  const { caller, requestId, form } = visit
  const { slug } = visit.params
  const own = await getOwnListing(context, caller, slug)
  requireRole(own.role, act)
  const again = (shown: Form) => showStatus(context, visit, own, { [which]: shown })
  const empty: Form = statusFormsOf(own.listing)[which]
  if (!form.ok) return await again(sentBack(empty, form))
  const filled = typedInto({ ...empty, values: {} }, form.typed)
  if ("confirm" in form.data && form.data.confirm !== slug) return await again(unconfirmed(filled, slug))
  return await orAgain(filled, {}, again, async () => redirect(await work(form.data, { caller, requestId, slug }), 303))
}

async function showStatus(
  context: AppContext,
  { caller, frame }: Pick<StatusVisit<unknown>, "caller" | "frame">,
  own: OwnListing,
  refused: Partial<Record<keyof StatusForms, Form>>,
  isDone?: (typeof done)[number],
): Promise<Reply> {
  const { listing } = own
  const slug = slugOf(listing)
  const [memberships, suspension] = await Promise.all([
    listMemberships(context, caller),
    listing.status === "suspended" ? getSuspension(context, caller, slug) : undefined,
  ])
  const isWrong = Object.keys(refused).length > 0
  const others = memberships.filter(({ handle: name }) => name !== listing.publisher.handle)
  const forms = { ...statusFormsOf(listing), ...refused } as StatusForms
  const shown = { ...own, forms, suspension, others, formKey: newFormKey(context) }
  return html(
    <OwnListingFrame
      frame={frame}
      listing={listing}
      tab="/status"
      title={isWrong ? "Not changed: status of" : "Status of"}
    >
      <DoneNotice done={isDone} words={doneWords} />
      <Suspended {...shown} />
      <Visibility {...shown} />
      <Deprecation {...shown} />
      <HandOver {...shown} />
    </OwnListingFrame>,
    { status: isWrong ? 422 : 200 },
  )
}
