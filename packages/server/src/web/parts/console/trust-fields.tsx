import { addTrustedPublisherRequest, ciEvents, limits } from "@fleetprompt/sdk/contracts"
import * as z from "zod"
import type { AppContext } from "../../../domain/context.ts"
import type { AddTrustedPublisher } from "../../../domain/trusted-publishing/add.ts"
import { type Form, orNull, wordsIn } from "../../form.ts"
import { CheckField, SelectField, TextField } from "../field.tsx"

export const trustLabels = {
  issuer: "Whose CI it is",
  repository: "Repository",
  ownerId: "Number of the owner",
  repositoryId: "Number of the repository",
  workflow: "Workflow",
  environment: "Environment",
  refPattern: "Branches or tags",
  events: "What may start the run",
  allowReusable: "Shared workflows",
}
type TrustField = keyof typeof trustLabels
/** The form, with whatever else it asks. */
export type TrustFields<More extends string = never> = Form<TrustField | More>
const { issuer, repository, ownerId, repositoryId, workflow, environment, refPattern } =
  addTrustedPublisherRequest.shape

/** Whose runs are to be let in, as the form sends it. No event that is chosen means all there are. */
export const trustForm = z.object({
  issuer,
  repository,
  ownerId,
  repositoryId: orNull(repositoryId),
  workflow,
  environment: orNull(environment),
  refPattern: orNull(refPattern),
  events: wordsIn(z.array(z.enum(ciEvents)).max(ciEvents.length)),
  allowReusable: z
    .string()
    .default("")
    .transform((text) => text === "yes"),
})

/** What the form says, as the verb takes it. */
export const trustIn = ({ events, ...rest }: z.output<typeof trustForm>): AddTrustedPublisher["trusted"] => ({
  ...rest,
  events: events.length === 0 ? undefined : [...new Set(events)],
})

/** The issuers one can choose from. */
export const issuersOf = ({ ciTokens }: Pick<AppContext, "ciTokens">): string[] =>
  ciTokens?.issuers.map((each) => each.issuer) ?? []

const asTyped = { maxlength: limits.ciClaimLengthMax, autocapitalize: "none", autocomplete: "off", spellcheck: false }
const aNumber = { ...asTyped, inputmode: "numeric", pattern: "[1-9][0-9]{0,19}" }

interface TrustInputsProps<More extends string> {
  readonly form: TrustFields<More>
  readonly issuers: readonly string[]
}

export const TrustInputs = <More extends string>({ form, issuers }: TrustInputsProps<More>) => (
  <>
    <SelectField form={form} name="issuer" options={issuers.map((each) => [each, each] as const)} />
    <TextField form={form} name="repository" help="Owner and name: acme/triage" with={asTyped} />
    <TextField
      form={form}
      name="ownerId"
      help="The id that the forge gives the account, which nobody who takes the name over later will have. For GitHub: gh api users/acme --jq .id"
      with={aNumber}
    />
    <TextField
      form={form}
      name="repositoryId"
      help="Left empty, it is kept from the first run that publishes."
      optional
      with={aNumber}
    />
    <TextField
      form={form}
      name="workflow"
      help="Its file in the repository: release.yml"
      with={{ ...asTyped, pattern: ".+\\.ya?ml" }}
    />
    <TextField
      form={form}
      name="environment"
      help="The environment its job names. With one that asks for a review, somebody looks before anything is published."
      optional
      with={asTyped}
    />
    <TextField
      form={form}
      name="refPattern"
      help="Full refs, with * for any characters: refs/tags/v*"
      optional
      with={{ ...asTyped, pattern: "refs/.+" }}
    />
    <CheckField
      form={form}
      name="events"
      help="None chosen means all that its CI has."
      optional
      options={ciEvents.map((event) => [event, <code>{event}</code>] as const)}
    />
    <CheckField
      form={form}
      name="allowReusable"
      optional
      options={[["yes", "The job may stand in another workflow that this one calls"]]}
    />
  </>
)
