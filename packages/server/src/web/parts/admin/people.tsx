import { moderationRoles } from "@fleetprompt/sdk/contracts"
import type { KnownPerson } from "../../../domain/moderation/find-people.ts"
import type { ModeratedUser } from "../../../domain/moderation/store.ts"
import { adminHref, moderatedPublisherHref, personHref } from "../../address.ts"
import { type Form, newForm } from "../../form.ts"
import type { Frame } from "../../frame.ts"
import { suspensionWords } from "../../words.ts"
import { ConfirmBySlug } from "../confirm-by-slug.tsx"
import { DenseTable } from "../dense-table.tsx"
import { SelectField } from "../field.tsx"
import { Said } from "../text.tsx"
import { TimeOfDay } from "../time.tsx"
import { AdminFrame, OneFrame } from "./admin-frame.tsx"
import { Finder } from "./finder.tsx"
import { History } from "./history.tsx"
import { lockForm, ReasonField } from "./reason-field.tsx"

const listPath = `${adminHref}/people`

interface PeopleProps {
  readonly frame: Frame
  readonly q: string
  readonly people: readonly ModeratedUser[]
}

export const PeoplePage = ({ frame, q, people }: PeopleProps) => (
  <AdminFrame frame={frame} title="People" at={listPath}>
    <Finder action={listPath} label="Name or id" q={q} placeholder="usr_…">
      What the identity provider calls them, in full, or their id here.
    </Finder>
    {people.length === 0 ? (
      <div class="empty">
        <h2>Nobody is called that</h2>
        <p>Somebody becomes known with their first sign-in.</p>
      </div>
    ) : (
      <DenseTable
        label={q === "" ? "People with a role, and locked accounts" : "Found"}
        head={["Name", "Known to", "Role", "Lock"]}
      >
        {people.map(({ userId, iss, sub, role, lockedAtMs }) => (
          <tr>
            <th scope="row">
              <a href={personHref(userId)}>
                <Said text={sub} />
              </a>
              <div class="slug soft">{userId}</div>
            </th>
            <td class="words">
              <Said text={iss} />
            </td>
            <td>{role ?? <span class="soft">none</span>}</td>
            <td>{lockedAtMs !== null && <span class="tag-state bad">locked</span>}</td>
          </tr>
        ))}
      </DenseTable>
    )}
  </AdminFrame>
)

export interface PersonForms {
  readonly lock?: Form<"reason" | "confirm">
  /** Whether something was sent that no form of the page sends. */
  readonly isRefused?: boolean
  readonly done?: keyof typeof doneWords | undefined
}

const doneWords = {
  locked: "Locked out, from the next request on.",
  unlocked: "Let in again.",
  role: "The role is set, from the next request on.",
}

interface PersonProps {
  readonly frame: Frame
  readonly found: KnownPerson
  readonly forms: PersonForms
}

export const PersonPage = ({ frame, found: { user, memberships, history }, forms }: PersonProps) => (
  <OneFrame
    frame={frame}
    title={user.userId}
    at={listPath}
    heading={<Said text={user.sub} />}
    list="People"
    done={forms.done && doneWords[forms.done]}
    known={
      <>
        <section aria-labelledby="who">
          <h2 id="who">Who that is</h2>
          <dl class="asked">
            <dt>Id</dt>
            <dd class="slug">{user.userId}</dd>
            <dt>Known to</dt>
            <dd>
              <Said text={user.iss} />
            </dd>
            <dt>Publishers</dt>
            <dd>
              {memberships.length === 0
                ? "none"
                : memberships.map(({ handle, role }) => (
                    <div>
                      <a href={moderatedPublisherHref(handle)}>{handle}</a>, {role}
                    </div>
                  ))}
            </dd>
            {user.lockedAtMs !== null && (
              <>
                <dt>Locked</dt>
                <dd>
                  <TimeOfDay atMs={user.lockedAtMs} />
                </dd>
                <dt>Because</dt>
                <dd>{user.lockReason === null ? "no reason was given" : suspensionWords[user.lockReason]}</dd>
              </>
            )}
          </dl>
        </section>
        <History subject={user.userId} entries={history} />
      </>
    }
    acts={
      <>
        <RoleForm user={user} isSelf={frame.person?.userId === user.userId} />
        <LockSection user={user} lock={forms.lock ?? lockForm(user.userId)} />
      </>
    }
  />
)

const roleWords = {
  reader: "reader: sees all of this",
  moderator: "moderator: acts on listings and publishers",
  admin: "admin: acts on people and targets too",
  none: "none",
}

const RoleForm = ({ user, isSelf }: { user: ModeratedUser; isSelf: boolean }) => (
  <section aria-labelledby="role">
    <h2 id="role">Role</h2>
    <form class="form" method="post" action={`${personHref(user.userId)}/role`}>
      <SelectField
        form={newForm({ role: "Role in moderation" }, { role: user.role ?? "none" }, "role-")}
        name="role"
        help={isSelf ? "This is you: what you take away here you cannot give back to yourself." : undefined}
        options={[...moderationRoles, "none" as const].map((role) => [role, roleWords[role]] as const)}
      />
      <p>
        <button type="submit" class="second">
          Set role
        </button>
      </p>
    </form>
  </section>
)

const LockSection = ({ user, lock }: { user: ModeratedUser; lock: Form<"reason" | "confirm"> }) => (
  <section aria-labelledby="lock">
    <h2 id="lock">Lock</h2>
    {user.lockedAtMs === null ? (
      <ConfirmBySlug
        form={lock}
        action={`${personHref(user.userId)}/lock`}
        slug={user.userId}
        button="Lock account"
        consequence={
          <p>
            Whatever they show is refused from the next request on, and what they were about to install is canceled.
            Their publishers stay as they are.
          </p>
        }
      >
        <ReasonField form={lock} />
      </ConfirmBySlug>
    ) : (
      <form class="form" method="post" action={`${personHref(user.userId)}/unlock`}>
        <p>Their sessions and tokens that are not over work again.</p>
        <p>
          <button type="submit">Unlock account</button>
        </p>
      </form>
    )}
  </section>
)
