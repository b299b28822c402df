import { isLive, type TargetCredential } from "../../../domain/targets/target.ts"
import { targetHref } from "../../address.ts"
import { newForm } from "../../form.ts"
import { ConfirmBySlug } from "../confirm-by-slug.tsx"
import { DenseTable } from "../dense-table.tsx"
import { ErrorSummary } from "../error-summary.tsx"
import { TextArea, TextField } from "../field.tsx"
import { Age, TimeOfDay } from "../time.tsx"
import { keyHelp } from "./register-target.tsx"
import { confirmForm, credentialLabels, type TargetProps } from "./target-forms.ts"

/** What a target proves itself by, and the next one of it. */
export const Credentials = (props: TargetProps & { readonly mayAct: boolean }) => {
  const { frame, found, mayAct } = props
  const { credentials, target } = found
  return (
    <section aria-labelledby="credentials">
      <h2 id="credentials">Credentials</h2>
      {credentials.length === 0 ? (
        <p class="soft">None: it cannot come in.</p>
      ) : (
        <DenseTable label="What it proves itself by" head={["Id", "Kind", "Made", "State", "Last used"]}>
          {credentials.toReversed().map((credential) => (
            <tr>
              <th scope="row" class="slug">
                {credential.credentialId}
                {credential.kid !== null && <div class="soft">{credential.kid}</div>}
              </th>
              <td>{credential.kind}</td>
              <td>
                <Age atMs={credential.createdAtMs} nowMs={frame.nowMs} />
              </td>
              <td>
                <State credential={credential} nowMs={frame.nowMs} />
              </td>
              <td>
                {credential.lastUsedAtMs === null ? (
                  <span class="soft">never</span>
                ) : (
                  <TimeOfDay atMs={credential.lastUsedAtMs} />
                )}
              </td>
            </tr>
          ))}
        </DenseTable>
      )}
      {mayAct && <AddForm {...props} />}
      {mayAct &&
        credentials
          .filter((credential) => isLive(credential, frame.nowMs))
          .map((credential) => <RevokeForm {...props} name={target.name} credential={credential} />)}
    </section>
  )
}

const State = ({ credential, nowMs }: { credential: TargetCredential; nowMs: number }) => {
  const { revokedAtMs, expiresAtMs } = credential
  if (revokedAtMs !== null) return <span class="tag-state bad">revoked</span>
  if (!isLive(credential, nowMs)) return <span class="soft">over</span>
  return expiresAtMs === null ? (
    <>live</>
  ) : (
    <>
      ends <TimeOfDay atMs={expiresAtMs} />
    </>
  )
}

const AddForm = ({ found, forms, formKey }: TargetProps) => {
  const form = forms.credential ?? newForm(credentialLabels, { overlapDays: "7" }, "credential-")
  return (
    <details open={forms.credential !== undefined}>
      <summary>Add the next key or secret</summary>
      <form class="form" method="post" action={`${targetHref(found.target.name)}/credentials`}>
        <ErrorSummary form={form}>Nothing was added.</ErrorSummary>
        <input type="hidden" name="key" value={formKey} />
        <TextArea
          form={form}
          name="publicKey"
          optional
          help={keyHelp}
          with={{ rows: 5, maxlength: 2_000, spellcheck: false, autocomplete: "off" }}
        />
        <TextField form={form} name="overlapDays" type="number" with={{ min: 0, max: 90 }} />
        <p>
          <button type="submit" class="second">
            Add credential
          </button>
        </p>
      </form>
    </details>
  )
}

interface RevokeProps extends TargetProps {
  readonly name: string
  readonly credential: TargetCredential
}

const RevokeForm = ({ name, credential: { credentialId, kind }, forms }: RevokeProps) => {
  const sent = forms.revoke?.credentialId === credentialId ? forms.revoke.form : undefined
  return (
    <details open={sent !== undefined}>
      <summary>
        End <span class="slug">{credentialId}</span> now
      </summary>
      <ConfirmBySlug
        form={sent ?? confirmForm(name, `${credentialId}-`)}
        action={`${targetHref(name)}/credentials/${credentialId}/revocation`}
        slug={name}
        button={`End this ${kind}`}
        consequence={<p>Requests with it are refused at once. Without another one the target is shut out.</p>}
      />
    </details>
  )
}
