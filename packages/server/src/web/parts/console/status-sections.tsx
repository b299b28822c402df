import { limits, type ListingStatus } from "@fleetprompt/sdk/contracts"
import type { OwnListing } from "../../../domain/listings/get-own.ts"
import { isPublic, type Listing, slugOf } from "../../../domain/listings/listing.ts"
import type { SuspensionView } from "../../../domain/moderation/suspension.ts"
import { may } from "../../../domain/publishers/permissions.ts"
import type { Membership } from "../../../domain/publishers/publisher.ts"
import { listingHref, ownListingHref } from "../../address.ts"
import { statusWords } from "../../words.ts"
import { ConfirmBySlug } from "../confirm-by-slug.tsx"
import { ErrorSummary } from "../error-summary.tsx"
import { SelectField, TextArea, TextField } from "../field.tsx"
import { Notice } from "../notice.tsx"
import { Said } from "../text.tsx"
import { Day } from "../time.tsx"
import type { StatusForms } from "./status-forms.ts"

export interface StandingProps extends OwnListing {
  readonly forms: StatusForms
  /** Set while moderators keep it from the public. */
  readonly suspension: SuspensionView | undefined
  /** The publishers it could go to. */
  readonly others: readonly Membership[]
  readonly formKey: string
}

const pageOf = (listing: Listing): string => `${ownListingHref(slugOf(listing))}/status`

const meanings: Record<ListingStatus, string> = {
  draft: "Nobody sees it but the members of its publisher.",
  published: "Everybody can find, read and install it.",
  unlisted: "Whoever has its address can read and install it; no list or search shows it.",
  suspended: "The moderators have taken it from the public.",
}

/** Who sees the listing, and who could. */
export const Visibility = ({ listing, forms }: StandingProps) => {
  const { status, latestVersion } = listing
  return (
    <section aria-labelledby="visibility">
      <h2 id="visibility">Who sees it</h2>
      <p>
        <b>{statusWords[status]}.</b> {meanings[status]}
      </p>
      {status !== "suspended" && latestVersion === null && (
        <p>
          A listing takes a release that can be installed before it can be shown.{" "}
          <a href={`${ownListingHref(slugOf(listing))}/releases/new`}>Publish one</a>.
        </p>
      )}
      {status !== "suspended" && latestVersion !== null && (
        <div class="choices">
          {status !== "published" && <Show listing={listing} status="published" words="Publish listing" />}
          {status !== "unlisted" && <Show listing={listing} status="unlisted" words="Unlist it" />}
        </div>
      )}
      {!isPublic(status) && <ErrorSummary form={forms.status}>Nothing was changed.</ErrorSummary>}
      {isPublic(status) && (
        <details open={forms.status.wrong.length > 0}>
          <summary>Take it back to draft</summary>
          <ConfirmBySlug
            form={forms.status}
            action={`${pageOf(listing)}/draft`}
            slug={slugOf(listing)}
            button="Take it back to draft"
            consequence={
              <p>
                Its page at <span class="slug">{listingHref(slugOf(listing))}</span> is gone for everybody else, and
                nobody can install it. Links to it break. You can publish it again.
              </p>
            }
          />
        </details>
      )}
    </section>
  )
}

const Show = ({ listing, status, words }: { listing: Listing; status: "published" | "unlisted"; words: string }) => (
  <form method="post" action={pageOf(listing)}>
    <input type="hidden" name="status" value={status} />
    <button type="submit" {...(status === "unlisted" && { class: "second" })}>
      {words}
    </button>
    <p class="soft">{meanings[status]}</p>
  </form>
)

/** Why it is suspended, and the one answer there is to that. */
export const Suspended = ({ listing, forms, suspension }: StandingProps) =>
  suspension && (
    <section aria-labelledby="suspended">
      <h2 id="suspended">Suspended</h2>
      <Notice tone="bad">
        <p>
          <b>{suspension.reason}</b>, since <Day atMs={suspension.suspendedAtMs} />.{" "}
          {suspension.note !== "" && <Said text={suspension.note} />}
        </p>
      </Notice>
      <ErrorSummary form={forms.appeal}>The appeal was not filed.</ErrorSummary>
      {suspension.appeal === null ? (
        <form class="form" method="post" action={`${pageOf(listing)}/appeal`} data-unsaved>
          <TextArea
            form={forms.appeal}
            name="note"
            help="There is one appeal for each suspension."
            with={{ maxlength: limits.moderationNoteLengthMax }}
          />
          <p>
            <button type="submit">File appeal</button>
          </p>
        </form>
      ) : (
        <p>
          You appealed on <Day atMs={suspension.appeal.atMs} />: <Said text={suspension.appeal.note} />
        </p>
      )}
    </section>
  )

/** The publisher's word that it is not kept up. */
export const Deprecation = ({ listing, forms }: StandingProps) => (
  <section aria-labelledby="deprecation">
    <h2 id="deprecation">Advise against it</h2>
    <p>
      {listing.deprecation === null
        ? "Where you do not keep it up any more: it stays to be read and installed, with your advice above everything else."
        : "Everybody who looks at it is advised against it, in these words."}
    </p>
    <form class="form" method="post" action={`${pageOf(listing)}/deprecation`}>
      <ErrorSummary form={forms.deprecate}>Nothing was changed.</ErrorSummary>
      <TextField form={forms.deprecate} name="message" with={{ maxlength: limits.deprecationMessageLengthMax }} />
      <TextField
        form={forms.deprecate}
        name="successor"
        help="Another public listing, as publisher/name."
        optional
        with={{
          maxlength: limits.handleLengthMax + 1 + limits.listingNameLengthMax,
          autocapitalize: "none",
          spellcheck: false,
        }}
      />
      <p class="choices">
        <button type="submit" class="second">
          {listing.deprecation === null ? "Deprecate it" : "Change the words"}
        </button>
      </p>
    </form>
    {listing.deprecation !== null && (
      <form method="post" action={`${pageOf(listing)}/deprecation/lift`}>
        <button type="submit" class="second">
          Take the deprecation back
        </button>
      </form>
    )}
  </section>
)

/** To give it away, or to remove it: the owners' business. */
export const HandOver = ({ listing, role, forms, others, formKey }: StandingProps) => {
  const slug = slugOf(listing)
  if (!may(role, "listing.give_away")) {
    return <p class="soft">Only an owner of {listing.publisher.handle} can give it away or delete it.</p>
  }
  return (
    <section aria-labelledby="hand-over">
      <h2 id="hand-over">Give it away, or delete it</h2>
      <details open={forms.transfer.wrong.length > 0}>
        <summary>Move it to another of your publishers</summary>
        {others.length === 0 ? (
          <p>You are in no other publisher. Whoever takes it over has to add you to theirs first.</p>
        ) : (
          <ConfirmBySlug
            form={forms.transfer}
            action={`${pageOf(listing)}/transfer`}
            slug={slug}
            button="Move the listing"
            consequence={
              <p>
                Its address changes, and the old one leads there. Its releases, installs and figures go with it. The
                members of {listing.publisher.handle} can change nothing of it any more.
              </p>
            }
          >
            <input type="hidden" name="key" value={formKey} />
            <SelectField
              form={forms.transfer}
              name="to"
              options={others.map(({ handle }) => [handle, handle] as const)}
            />
          </ConfirmBySlug>
        )}
      </details>
      <details open={forms.remove.wrong.length > 0}>
        <summary>Delete it</summary>
        {listing.firstPublishedAtMs === null && listing.status === "draft" ? (
          <ConfirmBySlug
            form={forms.remove}
            action={`${pageOf(listing)}/delete`}
            slug={slug}
            button="Delete this draft"
            consequence={
              <p>It goes with its releases and pictures. Its address is free again. There is no way back.</p>
            }
          />
        ) : (
          <p>
            Others may rely on it, for it was public once: it cannot be deleted. Take it back to draft, or deprecate it
            and name what to use instead.
          </p>
        )}
      </details>
    </section>
  )
}
