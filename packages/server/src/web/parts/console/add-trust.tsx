import type { Child } from "hono/jsx"
import { Notice } from "../notice.tsx"
import { type TrustFields, TrustInputs } from "./trust-fields.tsx"

interface AddTrustProps<More extends string> {
  readonly action: string
  readonly form: TrustFields<More>
  readonly issuers: readonly string[]
  readonly manages: boolean
  /** Of the publisher whose owners decide. */
  readonly handle: string
  /** What is asked besides, before the rest. */
  readonly children?: Child
}

/** The form for one more; for who cannot use it, why not. */
export const AddTrust = <More extends string>(props: AddTrustProps<More>) => {
  const { action, form, issuers, manages, handle, children } = props
  if (issuers.length === 0) {
    return (
      <Notice tone="plain">
        <p>This registry takes no tokens of any CI. Whoever runs it can name the issuers it takes them of.</p>
      </Notice>
    )
  }
  if (!manages) return <p class="soft">Only an owner of {handle} decides whom to trust.</p>
  return (
    <section aria-labelledby="add-trust">
      <h2 id="add-trust">Trust another workflow</h2>
      <form class="form" method="post" action={action} data-unsaved>
        {children}
        <TrustInputs form={form} issuers={issuers} />
        <p>
          <button type="submit">Trust this workflow</button>
        </p>
      </form>
    </section>
  )
}
