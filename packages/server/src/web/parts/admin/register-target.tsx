import { limits, targetSystems } from "@fleetprompt/sdk/contracts"
import { adminHref } from "../../address.ts"
import type { Form } from "../../form.ts"
import type { Frame } from "../../frame.ts"
import { systemWords } from "../../words.ts"
import { ErrorSummary } from "../error-summary.tsx"
import { SelectField, TextArea, TextField } from "../field.tsx"
import { AdminFrame, BackTo } from "./admin-frame.tsx"

export const registerLabels = {
  name: "Name",
  targetSystem: "System",
  landingUrl: "Landing page",
  publicKey: "Public key",
}
export type RegisterFields = Form<keyof typeof registerLabels>

interface RegisterProps {
  readonly frame: Frame
  readonly form: RegisterFields
  readonly formKey: string
}

const plain = { autocapitalize: "none", autocomplete: "off", spellcheck: false }

export const RegisterPage = ({ frame, form, formKey }: RegisterProps) => (
  <AdminFrame
    frame={frame}
    title="Register a target"
    at={`${adminHref}/targets`}
    above={<BackTo href={`${adminHref}/targets`}>Targets</BackTo>}
  >
    <ErrorSummary form={form}>The target was not registered.</ErrorSummary>
    <form class="form" method="post" action={`${adminHref}/new-target`}>
      <input type="hidden" name="key" value={formKey} />
      <TextField
        form={form}
        name="name"
        help="What buyers type: whs, whs-staging. It does not change."
        with={{ ...plain, minlength: 2, maxlength: 63, pattern: "[a-z0-9](-?[a-z0-9])+" }}
      />
      <SelectField
        form={form}
        name="targetSystem"
        help="It decides which kinds the target takes. It does not change."
        options={targetSystems.map((system) => [system, systemWords[system]] as const)}
      />
      <TextField
        form={form}
        name="landingUrl"
        type="url"
        help="Where a buyer’s browser is sent with an install: https, or http on this machine."
        with={{ ...plain, maxlength: limits.urlLengthMax }}
      />
      <TextArea form={form} name="publicKey" optional help={keyHelp} with={{ ...plain, rows: 5, maxlength: 2_000 }} />
      <p>
        <button type="submit">Register target</button>
      </p>
    </form>
  </AdminFrame>
)

export const keyHelp =
  "A public JWK, P-256 or Ed25519, with which its signed requests are checked. Left empty, it gets a secret that is shown once."
