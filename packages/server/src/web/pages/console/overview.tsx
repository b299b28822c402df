import { claimPublisherRequest, limits } from "@fleetprompt/sdk/contracts"
import * as z from "zod"
import type { AppContext } from "../../../domain/context.ts"
import type { UserPrincipal } from "../../../domain/identity/user.ts"
import { type Listing, slugOf } from "../../../domain/listings/listing.ts"
import { listMyListings } from "../../../domain/listings/list-mine.ts"
import { installsLately } from "../../../domain/metrics/installs-lately.ts"
import { claimPublisher } from "../../../domain/publishers/claim.ts"
import { listMemberships } from "../../../domain/publishers/get-own.ts"
import type { Membership } from "../../../domain/publishers/publisher.ts"
import { signedIn } from "../../../http/access.ts"
import { redirect, type Reply } from "../../../http/reply.ts"
import { consoleHref, ownListingHref, ownPublisherHref, publisherTrustHref } from "../../address.ts"
import { newForm, orAgain, sentBack, typedInto } from "../../form.ts"
import { claimOf, formKey, newFormKey } from "../../form-key.ts"
import type { Frame } from "../../frame.ts"
import { html } from "../../html.ts"
import { page } from "../../page.ts"
import { Command } from "../../parts/command.tsx"
import { type ClaimFields, ClaimForm, claimLabels } from "../../parts/console/claim-form.tsx"
import { consolePlace } from "../../parts/console/place.ts"
import { StatusMark } from "../../parts/console/status-mark.tsx"
import { ToDo } from "../../parts/console/to-do.tsx"
import { ConsoleFrame } from "../../parts/console-frame.tsx"
import { DenseTable } from "../../parts/dense-table.tsx"
import { NextPage } from "../../parts/next-page.tsx"
import { Said } from "../../parts/text.tsx"
import { Age } from "../../parts/time.tsx"
import { cursor } from "../../query.ts"

const daysShown = 30
const claimPath = `${consoleHref}/publishers`

/** Where a publisher begins, and comes back to. */
export const overviewPages = (context: AppContext) => [
  page({
    path: consoleHref,
    name: "pages.console",
    summary: "Show the publishers and listings of who signed in, and what is left to do",
    access: signedIn,
    query: z.object({ cursor }),
    handle: async ({ caller, query, frame }) => await showOverview(context, caller, frame, { at: query.cursor }),
  }),
  page({
    method: "POST",
    path: claimPath,
    name: "pages.claimPublisher",
    summary: "Claim a handle",
    access: signedIn,
    form: claimPublisherRequest.extend({ key: formKey }),
    async handle({ caller, requestId, form, frame }) {
      const again = (claim: ClaimFields) => showOverview(context, caller, frame, { claim })
      if (!form.ok) return await again(sentBack(newForm(claimLabels), form))
      const { key, ...wanted } = form.data
      const fields = { HANDLE_TAKEN: "handle", HANDLE_TOO_SIMILAR: "handle", HANDLE_RESERVED: "handle" } as const
      return await orAgain(typedInto(newForm(claimLabels), form.typed), fields, again, async () => {
        const claim = claimOf(context, caller, `POST ${claimPath}`, key, wanted)
        await claimPublisher(context, { ...wanted, caller, requestId, claim })
        return redirect(consoleHref, 303)
      })
    },
  }),
]

async function showOverview(
  context: AppContext,
  caller: UserPrincipal,
  frame: Frame,
  { claim, at }: { claim?: ClaimFields; at?: string | undefined },
): Promise<Reply> {
  const [memberships, listings] = await Promise.all([
    listMemberships(context, caller),
    listMyListings(context, caller, { limit: limits.pageSizeDefault, cursor: at }),
  ])
  const ids = listings.data.map(({ listingId }) => listingId)
  const shown = {
    frame,
    memberships,
    listings: listings.data,
    nextCursor: listings.page.nextCursor,
    isLater: at !== undefined,
    installs: await installsLately(context, ids, daysShown),
    claim: claim ?? newForm(claimLabels),
    formKey: newFormKey(context),
  }
  return html(<OverviewPage {...shown} />, { status: claim === undefined ? 200 : 422 })
}

interface OverviewProps {
  readonly frame: Frame
  readonly memberships: readonly Membership[]
  readonly listings: readonly Listing[]
  readonly nextCursor: string | null
  readonly isLater: boolean
  readonly installs: ReadonlyMap<string, number>
  readonly claim: ClaimFields
  readonly formKey: string
}

const OverviewPage = (props: OverviewProps) => {
  const { frame, memberships, listings, nextCursor, isLater } = props
  return (
    <ConsoleFrame
      frame={frame}
      title="Console"
      place={consolePlace}
      at={consoleHref}
      current="console"
      heading="Console"
    >
      <ToDo listings={listings} />
      {memberships.length === 0 ? <FirstSteps {...props} /> : <Listings {...props} />}
      <NextPage href={consoleHref} nextCursor={nextCursor} isLater={isLater} />
      {memberships.length > 0 && <Publishers {...props} />}
      {frame.person && (
        <p class="soft">
          Your user id is <span class="slug">{frame.person.userId}</span>. An owner of another publisher needs it to add
          you.
        </p>
      )}
    </ConsoleFrame>
  )
}

const FirstSteps = ({ claim, formKey: key }: OverviewProps) => (
  <section aria-labelledby="first">
    <h2 id="first">Claim a handle</h2>
    <p>
      You publish under a handle of your own: <span class="slug">your-handle/your-listing</span>. Whoever claims it owns
      it, and can let others in.
    </p>
    <ClaimForm form={claim} formKey={key} />
    <p class="soft">Or from a terminal:</p>
    <Command line="fleetprompt login" label="the command to sign in" />
    <Command line="fleetprompt publisher claim your-handle" label="the command to claim a handle" />
  </section>
)

const Listings = ({ frame, memberships, listings, installs }: OverviewProps) => (
  <section aria-labelledby="listings">
    <h2 id="listings">Your listings</h2>
    {listings.length === 0 ? (
      <div class="empty">
        <h3>No listing yet</h3>
        <p>
          A listing says what an agent, a workflow or a specification is for.{" "}
          <a href={`${consoleHref}/new`}>Create one here</a>, or keep it in your repository and let the command line
          bring it over:
        </p>
        <Command line="fleetprompt init" label="the command that writes a manifest" />
        <Command line="fleetprompt publish" label="the command that publishes it" />
        <p>
          Or let a pipeline create it with its first release, and keep no token:{" "}
          {memberships.map(({ handle }, at) => (
            <>
              {at > 0 && ", "}
              <a href={publisherTrustHref(handle)}>trust a workflow for {handle}</a>
            </>
          ))}
          .
        </p>
      </div>
    ) : (
      <DenseTable
        label="Table of your listings"
        head={["Listing", "Status", "Latest", `Installs, ${daysShown} days`, "Changed"]}
      >
        {listings.map((listing) => (
          <tr>
            <th scope="row">
              <a href={ownListingHref(slugOf(listing))}>
                <Said text={listing.name} />
              </a>
              <div class="slug soft">{slugOf(listing)}</div>
            </th>
            <td>
              <StatusMark status={listing.status} />
            </td>
            <td class="version">{listing.latestVersion ?? <span class="soft">none</span>}</td>
            <td>{(installs.get(listing.listingId) ?? 0).toLocaleString("en")}</td>
            <td>
              <Age atMs={listing.updatedAtMs} nowMs={frame.nowMs} />
            </td>
          </tr>
        ))}
      </DenseTable>
    )}
  </section>
)

const Publishers = ({ memberships, claim, formKey: key }: OverviewProps) => (
  <section aria-labelledby="publishers">
    <h2 id="publishers">Your publishers</h2>
    <ul class="plain-list">
      {memberships.map(({ handle, role }) => (
        <li>
          <a href={ownPublisherHref(handle)}>{handle}</a> <span class="soft">as {role}</span>,{" "}
          <a href={publisherTrustHref(handle)}>
            its trusted publishers<span class="hidden"> ({handle})</span>
          </a>
        </li>
      ))}
    </ul>
    <details open={claim.wrong.length > 0}>
      <summary>Claim another handle</summary>
      <ClaimForm form={claim} formKey={key} />
    </details>
  </section>
)
