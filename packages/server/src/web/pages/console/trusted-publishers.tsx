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
import { type TrustFields, trustForm, TrustInputs, trustLabels } from "../../parts/console/trust-fields.tsx"
import { DenseTable } from "../../parts/dense-table.tsx"
import { ErrorSummary } from "../../parts/error-summary.tsx"
import { Notice } from "../../parts/notice.tsx"
import { Said } from "../../parts/text.tsx"
import { Age } from "../../parts/time.tsx"

const path = `${consoleHref}/listings/:publisher/:name/trusted-publishers`
const hrefOf = (slug: string): string => `${ownListingHref(slug)}/trusted-publishers`
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
      const { events, ...rest } = form.data
      const trusted = { ...rest, events: events.length === 0 ? undefined : [...new Set(events)] }
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
  const issuers = context.ciTokens?.issuers.map(({ issuer }) => issuer) ?? []
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
        <DenseTable label="Trusted publishers" head={["Repository", "Workflow", "Only", "Last used", ""]}>
          {trusted.map((one) => (
            <TrustRow {...props} one={one} manages={manages} />
          ))}
        </DenseTable>
      )}
      {manages && (trusted.length > 0 || isRequired) && <Requirement {...props} />}
      {issuers.length === 0 ? (
        <Notice tone="plain">
          <p>This registry takes no tokens of any CI. Whoever runs it can name the issuers it takes them of.</p>
        </Notice>
      ) : manages ? (
        <section aria-labelledby="add-trust">
          <h2 id="add-trust">Trust another workflow</h2>
          <form class="form" method="post" action={hrefOf(slugOf(listing))} data-unsaved>
            <TrustInputs form={form} issuers={issuers} />
            <p>
              <button type="submit">Trust this workflow</button>
            </p>
          </form>
        </section>
      ) : (
        <p class="soft">Only an owner of {listing.publisher.handle} decides whom to trust.</p>
      )}
      <Workflow environment={trusted[0]?.environment ?? null} />
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

const TrustRow = ({
  frame,
  own,
  one,
  manages,
}: TrustProps & { readonly one: KnownTrustedPublisher; readonly manages: boolean }) => (
  <tr>
    <th scope="row">
      <Said text={one.repository} />
      <div class="soft">
        {one.issuer}, owner {one.ownerId},{" "}
        {one.repositoryId === null ? "repository kept from its first run" : `repository ${one.repositoryId}`}
      </div>
    </th>
    <td>
      <Said text={one.workflow} />
    </td>
    <td>
      {one.environment !== null && (
        <div>
          environment <Said text={one.environment} />
        </div>
      )}
      {one.refPattern !== null && (
        <div>
          <Said text={one.refPattern} />
        </div>
      )}
      <div class="soft">{one.events.join(", ")}</div>
      {one.unpinnedEnvironment !== null && (
        <div class="standing-word warn">
          its last run was in the environment <Said text={one.unpinnedEnvironment} />: name it to be stricter
        </div>
      )}
    </td>
    <td>{one.lastUsedAtMs === null ? "never" : <Age atMs={one.lastUsedAtMs} nowMs={frame.nowMs} />}</td>
    <td>
      {manages && (
        <form method="post" action={`${hrefOf(slugOf(own.listing))}/${one.trustedPublisherId}/remove`}>
          <button type="submit" class="bad">
            Remove<span class="hidden"> {one.repository}</span>
          </button>
        </form>
      )}
    </td>
  </tr>
)

/** What the pipeline has to say so that its CI gives the run a token. */
const Workflow = ({ environment }: { environment: string | null }) => (
  <section aria-labelledby="workflow">
    <h2 id="workflow">What the workflow needs</h2>
    <p>On GitHub, the right to ask for a token, and the command:</p>
    <div class="prose">
      {/* What is wider than the page scrolls by itself, with the keyboard too. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <pre tabindex={0}>
        <code>{`permissions:
  contents: read
  id-token: write
jobs:
  publish:
    runs-on: ubuntu-latest${environment === null ? "" : `\n    environment: ${environment}`}
    steps:
      - uses: actions/checkout@v5
      - run: npx fleetprompt publish`}</code>
      </pre>
    </div>
  </section>
)
