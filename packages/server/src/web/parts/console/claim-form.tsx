import { limits } from "@fleetprompt/sdk/contracts"
import { consoleHref } from "../../address.ts"
import type { Form } from "../../form.ts"
import { ErrorSummary } from "../error-summary.tsx"
import { TextField } from "../field.tsx"

export const claimLabels = { handle: "Handle", displayName: "Name that people read" }
export type ClaimFields = Form<keyof typeof claimLabels>

/** A publisher of one's own: the first half of every address it publishes under. */
export const ClaimForm = ({ form, formKey }: { form: ClaimFields; formKey: string }) => (
  <form class="form" method="post" action={`${consoleHref}/publishers`}>
    <ErrorSummary form={form}>The handle was not claimed.</ErrorSummary>
    <input type="hidden" name="key" value={formKey} />
    <TextField
      form={form}
      name="handle"
      help="Lower-case letters, digits and single hyphens. It stands in every address you publish under, and never changes."
      with={{
        minlength: 2,
        maxlength: limits.handleLengthMax,
        pattern: "[a-z0-9](-?[a-z0-9])+",
        autocapitalize: "none",
        autocomplete: "off",
        spellcheck: false,
      }}
    />
    <TextField
      form={form}
      name="displayName"
      help="You can change it later."
      with={{ maxlength: limits.displayNameLengthMax, autocomplete: "organization" }}
    />
    <p>
      <button type="submit">Claim handle</button>
    </p>
  </form>
)
