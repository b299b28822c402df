import type { Child } from "hono/jsx"
import { type Form, wrongAt } from "../form.ts"
import { ErrorSummary } from "./error-summary.tsx"
import { TextField } from "./field.tsx"

/** The label of the field in which somebody repeats what they are about to change. */
export const confirmLabel = (slug: string): string => `Type ${slug} to confirm`

/** The form again, for who typed something else. */
export const unconfirmed = <Name extends string>(form: Form<Name | "confirm">, slug: string): Form<Name | "confirm"> =>
  wrongAt(form, "confirm", `It must be ${slug}, letter by letter.`)

interface ConfirmProps<Name extends string> {
  readonly form: Form<Name | "confirm">
  readonly action: string
  readonly slug: string
  /** What the button does, in the words of the button. */
  readonly button: string
  /** What follows from it, and what cannot be taken back. */
  readonly consequence: Child
  /** Further fields. */
  readonly children?: Child
}

/** What cannot be undone says what follows, and asks for the name of what it is done to. */
export const ConfirmBySlug = <Name extends string>(props: ConfirmProps<Name>) => {
  const { form, action, slug, button, consequence, children } = props
  return (
    <form class="form danger" method="post" action={action}>
      <ErrorSummary form={form}>Nothing was changed.</ErrorSummary>
      <div class="consequence">{consequence}</div>
      {children}
      <TextField
        form={form}
        name="confirm"
        with={{ autocomplete: "off", autocapitalize: "none", spellcheck: false, maxlength: slug.length }}
      />
      <p>
        <button type="submit" class="bad">
          {button}
        </button>
      </p>
    </form>
  )
}
