import { handle, idOf, type MemberRole, memberRoles, setPublisherMemberRequest } from "@fleetprompt/sdk/contracts"
import * as z from "zod"
import type { AppContext } from "../../../domain/context.ts"
import type { UserPrincipal } from "../../../domain/identity/user.ts"
import { getOwnPublisher } from "../../../domain/publishers/get-own.ts"
import { listMembers } from "../../../domain/publishers/list-members.ts"
import { may, requireRole } from "../../../domain/publishers/permissions.ts"
import type { KnownMember, Publisher } from "../../../domain/publishers/publisher.ts"
import { removeMember } from "../../../domain/publishers/remove-member.ts"
import { setMember } from "../../../domain/publishers/set-member.ts"
import { signedIn } from "../../../http/access.ts"
import { redirect, type Reply } from "../../../http/reply.ts"
import { consoleHref, ownPublisherHref } from "../../address.ts"
import { type Form, newForm, orAgain, sentBack, typedInto } from "../../form.ts"
import type { Frame } from "../../frame.ts"
import { html } from "../../html.ts"
import { page } from "../../page.ts"
import { OwnPublisherFrame } from "../../parts/console/own-publisher-frame.tsx"
import { DenseTable } from "../../parts/dense-table.tsx"
import { ErrorSummary } from "../../parts/error-summary.tsx"
import { SelectField, TextField } from "../../parts/field.tsx"
import { Said } from "../../parts/text.tsx"
import { Day } from "../../parts/time.tsx"

const path = `${consoleHref}/publishers/:handle/members`
const hrefOf = (name: string): string => `${ownPublisherHref(name)}/members`
const labels = { userId: "Whom?", role: "As" }
type MemberFields = Form<keyof typeof labels>
const newMember = (): MemberFields => newForm(labels, { role: "maintainer" })
const shared = { access: signedIn, params: z.object({ handle }) }

/** The people of a publisher. */
export const memberPages = (context: AppContext) => [
  page({
    ...shared,
    path,
    name: "pages.members",
    summary: "Show the members of one's own publisher",
    handle: async ({ caller, params, frame }) => await showMembers(context, caller, frame, params.handle, newMember()),
  }),
  page({
    ...shared,
    method: "POST",
    path,
    name: "pages.setMember",
    summary: "Add a member, or change their role",
    form: z.object({ userId: idOf("user"), role: setPublisherMemberRequest.shape.role }),
    async handle({ caller, requestId, params, form, frame }) {
      const { role } = await getOwnPublisher(context, caller, params.handle)
      requireRole(role, "members.manage")
      const again = (shown: MemberFields) => showMembers(context, caller, frame, params.handle, shown)
      if (!form.ok) return await again(sentBack(newMember(), form))
      return await orAgain(typedInto(newMember(), form.typed), { NOT_FOUND: "userId" }, again, async () => {
        await setMember(context, { caller, requestId, ...params, ...form.data })
        return redirect(hrefOf(params.handle), 303)
      })
    },
  }),
  page({
    method: "POST",
    path: `${path}/:userId/remove`,
    name: "pages.removeMember",
    summary: "Remove a member, or leave",
    access: signedIn,
    params: z.object({ handle, userId: idOf("user") }),
    async handle({ caller, requestId, params, frame }) {
      const again = (shown: MemberFields) => showMembers(context, caller, frame, params.handle, shown)
      return await orAgain(newMember(), {}, again, async () => {
        await removeMember(context, { caller, requestId, ...params })
        return redirect(params.userId === caller.user.userId ? consoleHref : hrefOf(params.handle), 303)
      })
    },
  }),
]

async function showMembers(
  context: AppContext,
  caller: UserPrincipal,
  frame: Frame,
  name: string,
  form: MemberFields,
): Promise<Reply> {
  const { publisher, role } = await getOwnPublisher(context, caller, name)
  const members = await listMembers(context, caller, name)
  const shown = { frame, publisher, role, members, form, me: caller.user.userId }
  return html(<MembersPage {...shown} />, { status: form.wrong.length === 0 ? 200 : 422 })
}

interface MembersProps {
  readonly frame: Frame
  readonly publisher: Publisher
  readonly role: MemberRole
  readonly members: readonly KnownMember[]
  readonly form: MemberFields
  readonly me: string
}

const MembersPage = (props: MembersProps) => {
  const { frame, publisher, role, members, form } = props
  const manages = may(role, "members.manage")
  return (
    <OwnPublisherFrame
      frame={frame}
      publisher={publisher}
      tab="/members"
      title={form.wrong.length === 0 ? "Members of" : "Not changed: members of"}
    >
      <ErrorSummary form={form}>Nothing was changed.</ErrorSummary>
      <DenseTable label="Members" head={["Who", "Role", "Since", ""]}>
        {members.map((member) => (
          <MemberRow {...props} member={member} manages={manages} />
        ))}
      </DenseTable>
      <p class="soft">
        A maintainer works on listings and releases. An owner also has a say in members, the profile, and giving
        listings away. There is always one owner.
      </p>
      {manages && (
        <section aria-labelledby="add">
          <h2 id="add">Add somebody</h2>
          <form class="form" method="post" action={hrefOf(publisher.handle)}>
            <TextField
              form={form}
              name="userId"
              help="Their user id: it stands at the end of the first page of their console, and begins with usr_."
              with={{ pattern: "usr_[0-9A-Za-z]{22}", autocomplete: "off", autocapitalize: "none", spellcheck: false }}
            />
            <SelectField form={form} name="role" options={memberRoles.map((each) => [each, each] as const)} />
            <p>
              <button type="submit">Add member</button>
            </p>
          </form>
        </section>
      )}
    </OwnPublisherFrame>
  )
}

const MemberRow = (props: MembersProps & { readonly member: KnownMember; readonly manages: boolean }) => {
  const { publisher, member, manages, members, me } = props
  const { userId, sub, role, addedAtMs } = member
  const isLastOwner = role === "owner" && members.filter((one) => one.role === "owner").length === 1
  const other = role === "owner" ? "maintainer" : "owner"
  const href = hrefOf(publisher.handle)
  return (
    <tr>
      <th scope="row">
        <Said text={sub} />
        {userId === me && <span class="soft"> (you)</span>}
      </th>
      <td>{role}</td>
      <td>
        <Day atMs={addedAtMs} />
      </td>
      <td>
        {isLastOwner ? (
          <span class="soft">the only owner</span>
        ) : (
          <div class="choices">
            {manages && (
              <form method="post" action={href}>
                <input type="hidden" name="userId" value={userId} />
                <input type="hidden" name="role" value={other} />
                <button type="submit" class="second">
                  Make {other}
                  <span class="hidden">: {sub}</span>
                </button>
              </form>
            )}
            {(manages || userId === me) && (
              <form method="post" action={`${href}/${userId}/remove`}>
                <button type="submit" class="bad">
                  {userId === me ? "Leave" : "Remove"}
                  <span class="hidden">: {sub}</span>
                </button>
              </form>
            )}
          </div>
        )}
      </td>
    </tr>
  )
}
