import { verificationMethods } from "@fleetprompt/sdk/contracts"
import type { ModeratedPublisher } from "../../../domain/moderation/find-publishers.ts"
import { includesRole } from "../../../domain/moderation/require-moderator.ts"
import type { Publisher } from "../../../domain/publishers/publisher.ts"
import { adminHref, moderatedPublisherHref, personHref, publisherHref } from "../../address.ts"
import { type Form, newForm } from "../../form.ts"
import type { Frame } from "../../frame.ts"
import { suspensionWords, verificationWords } from "../../words.ts"
import { ConfirmBySlug } from "../confirm-by-slug.tsx"
import { DenseTable } from "../dense-table.tsx"
import { SelectField } from "../field.tsx"
import { Said } from "../text.tsx"
import { Day, TimeOfDay } from "../time.tsx"
import { Verification } from "../verification.tsx"
import { AdminFrame, OneFrame } from "./admin-frame.tsx"
import { Finder } from "./finder.tsx"
import { History } from "./history.tsx"
import { lockForm, ReasonField } from "./reason-field.tsx"
import { NextPage } from "../next-page.tsx"

const listPath = `${adminHref}/publishers`

interface PublishersProps {
  readonly frame: Frame
  readonly q: string
  readonly publishers: readonly Publisher[]
  readonly next: string | null
}

export const PublishersPage = ({ frame, q, publishers, next }: PublishersProps) => (
  <AdminFrame frame={frame} title="Publishers" at={listPath}>
    <Finder action={listPath} label="Handle begins with" q={q} placeholder="acme" />
    {publishers.length === 0 ? (
      <div class="empty">
        <h2>No such publisher</h2>
        <p>A handle is found by its first letters.</p>
      </div>
    ) : (
      <DenseTable label="Publishers" head={["Handle", "Name", "Verified", "Lock", "Since"]}>
        {publishers.map((publisher) => (
          <tr>
            <th scope="row">
              <a class="slug" href={moderatedPublisherHref(publisher.handle)}>
                {publisher.handle}
              </a>
            </th>
            <td class="words">
              <Said text={publisher.displayName} />
            </td>
            <td>
              {publisher.verifiedAtMs === null ? <span class="soft">no</span> : <Day atMs={publisher.verifiedAtMs} />}
            </td>
            <td>{publisher.lockedAtMs !== null && <span class="tag-state bad">locked</span>}</td>
            <td>
              <Day atMs={publisher.createdAtMs} />
            </td>
          </tr>
        ))}
      </DenseTable>
    )}
    <NextPage href={listPath} query={{ q }} nextCursor={next} next="More publishers" />
  </AdminFrame>
)

export interface PublisherForms {
  readonly lock?: Form<"reason" | "confirm">
  /** Whether something was sent that no form of the page sends. */
  readonly isRefused?: boolean
  readonly done?: keyof typeof doneWords | undefined
}

const doneWords = {
  locked: "Locked. Its listings are out of sight.",
  unlocked: "Unlocked. Listings that only the lock hid are back.",
  verified: "Verified as of today.",
  unverified: "The mark is taken away.",
}

interface PublisherProps {
  readonly frame: Frame
  readonly found: ModeratedPublisher
  readonly forms: PublisherForms
}

export const PublisherPage = ({ frame, found, forms }: PublisherProps) => {
  const { publisher, members, history } = found
  const { handle } = publisher
  return (
    <OneFrame
      frame={frame}
      title={handle}
      at={listPath}
      heading={<span class="slug">{handle}</span>}
      list="Publishers"
      done={forms.done && doneWords[forms.done]}
      known={
        <>
          <Profile publisher={publisher} />
          <section aria-labelledby="members">
            <h2 id="members">Members</h2>
            <DenseTable label="Who is in it" head={["Who", "Role", "Since"]}>
              {members.map((member) => (
                <tr>
                  <th scope="row">
                    {includesRole(frame.role, "admin") ? (
                      <a href={personHref(member.userId)}>
                        <Said text={member.sub} />
                      </a>
                    ) : (
                      <Said text={member.sub} />
                    )}
                  </th>
                  <td>{member.role}</td>
                  <td>
                    <Day atMs={member.addedAtMs} />
                  </td>
                </tr>
              ))}
            </DenseTable>
          </section>
        </>
      }
      acts={
        <>
          {includesRole(frame.role, "moderator") && (
            <Acts publisher={publisher} lock={forms.lock ?? lockForm(handle)} />
          )}
          <History subject={publisher.publisherId} entries={history} />
        </>
      }
    />
  )
}

const Profile = ({ publisher }: { publisher: Publisher }) => (
  <section aria-labelledby="profile">
    <h2 id="profile">What it says of itself</h2>
    <h3>
      <Said text={publisher.displayName} />
    </h3>
    {publisher.description !== null && (
      <p>
        <Said text={publisher.description} />
      </p>
    )}
    <dl class="asked">
      <dt>Website</dt>
      <dd>{publisher.homepageUrl === null ? "none" : <Said text={publisher.homepageUrl} />}</dd>
      <dt>Page</dt>
      <dd>
        <a href={publisherHref(publisher.handle)}>{publisherHref(publisher.handle)}</a>
      </dd>
      <dt>Verification</dt>
      <dd>
        <Verification {...publisher} />
      </dd>
      {publisher.lockedAtMs !== null && (
        <>
          <dt>Locked</dt>
          <dd>
            <TimeOfDay atMs={publisher.lockedAtMs} />
          </dd>
          <dt>Because</dt>
          <dd>{publisher.lockReason === null ? "no reason was given" : suspensionWords[publisher.lockReason]}</dd>
        </>
      )}
    </dl>
  </section>
)

const Acts = ({ publisher, lock }: { publisher: Publisher; lock: Form<"reason" | "confirm"> }) => {
  const { handle, lockedAtMs, verifiedAtMs } = publisher
  const href = moderatedPublisherHref(handle)
  return (
    <>
      <section aria-labelledby="verify">
        <h2 id="verify">Verification</h2>
        <form class="form" method="post" action={`${href}/verification`}>
          <SelectField
            form={newForm({ method: "Checked" }, {}, "verify-")}
            name="method"
            help="The date is today’s. A mark says what was checked on that day, and nothing about later."
            options={[
              ...verificationMethods.map((method) => [method, verificationWords[method]] as const),
              ...(verifiedAtMs === null ? [] : [["none", "take the mark away"] as const]),
            ]}
          />
          <p>
            <button type="submit" class="second">
              {verifiedAtMs === null ? "Verify publisher" : "Change verification"}
            </button>
          </p>
        </form>
      </section>
      <section aria-labelledby="lock">
        <h2 id="lock">Lock</h2>
        {lockedAtMs === null ? (
          <ConfirmBySlug
            form={lock}
            action={`${href}/lock`}
            slug={handle}
            button="Lock publisher"
            consequence={
              <p>
                All its public listings are suspended with it, and open installs of them are canceled. Its members
                change nothing of it until the lock ends.
              </p>
            }
          >
            <ReasonField form={lock} />
          </ConfirmBySlug>
        ) : (
          <form class="form" method="post" action={`${href}/unlock`}>
            <p>Listings that only the lock suspended come back; one that was suspended by itself stays so.</p>
            <p>
              <button type="submit">Unlock publisher</button>
            </p>
          </form>
        )}
      </section>
    </>
  )
}
