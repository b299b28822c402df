import { moderationReasons } from "@fleetprompt/sdk/contracts"
import { type Form, newForm } from "../../form.ts"
import { complaintWords } from "../../words.ts"
import { confirmLabel } from "../confirm-by-slug.tsx"
import { SelectField } from "../field.tsx"

/** Why something is done. It goes into the audit log. */
export const ReasonField = <Name extends string>({ form }: { form: Form<Name | "reason"> }) => (
  <SelectField
    form={form}
    name="reason"
    help="It stands in the audit log."
    options={moderationReasons.map((reason) => [reason, complaintWords[reason]] as const)}
  />
)

/** What somebody says who locks something out. */
export const lockForm = (name: string): Form<"reason" | "confirm"> =>
  newForm({ reason: "Reason", confirm: confirmLabel(name) }, {}, "lock-")
