import { targetAuthentications, assetKinds, limits } from "@fleetprompt/sdk/contracts"
import { includesRole } from "../../../domain/moderation/require-moderator.ts"
import type { Target } from "../../../domain/targets/target.ts"
import { adminHref, targetHref } from "../../address.ts"
import { type Form, newForm } from "../../form.ts"
import { kindWords, systemWords } from "../../words.ts"
import { ConfirmBySlug } from "../confirm-by-slug.tsx"
import { ErrorSummary } from "../error-summary.tsx"
import { CheckField, RadioField, TextField } from "../field.tsx"
import { Said } from "../text.tsx"
import { TimeOfDay } from "../time.tsx"
import { OneFrame } from "./admin-frame.tsx"
import { Credentials } from "./credentials.tsx"
import { History } from "./history.tsx"
import { confirmForm, doneWords, type TargetProps, targetSettingsLabels } from "./target-forms.ts"
import { Versions } from "./targets.tsx"

const listPath = `${adminHref}/targets`

export const TargetPage = (props: TargetProps) => {
  const { frame, found, history, forms } = props
  const { target } = found
  const mayAct = includesRole(frame.role, "admin")
  return (
    <OneFrame
      frame={frame}
      title={target.name}
      at={listPath}
      heading={<span class="slug">{target.name}</span>}
      list="Targets"
      done={forms.done && doneWords[forms.done]}
      known={
        <>
          <Facts target={target} />
          {mayAct && <Settings target={target} form={forms.settings ?? settingsOf(target)} />}
          <Credentials {...props} mayAct={mayAct} />
        </>
      }
      acts={
        <>
          {mayAct && <Switch target={target} form={forms.disable ?? confirmForm(target.name, "disable-")} />}
          <History subject={target.targetId} entries={history} />
        </>
      }
    />
  )
}

const Facts = ({ target }: { target: Target }) => (
  <section aria-labelledby="facts">
    <h2 id="facts">How it stands</h2>
    <dl class="asked">
      <dt>System</dt>
      <dd>
        {systemWords[target.targetSystem]}
        {target.isDefault && <span class="tag-state">default</span>}
      </dd>
      <dt>Landing page</dt>
      <dd>
        <Said text={target.landingUrl} />
      </dd>
      <dt>Kinds</dt>
      <dd>{target.assetKinds.map((kind) => kindWords[kind].many).join(", ")}</dd>
      <dt>Runs</dt>
      <dd>
        <Versions target={target} />
      </dd>
      <dt>Buyer</dt>
      <dd>
        {target.requireBuyerMatch ? "must be who is signed in there" : "is not compared with who is signed in there"}
      </dd>
      {target.disabledAtMs !== null && (
        <>
          <dt>Disabled</dt>
          <dd>
            <TimeOfDay atMs={target.disabledAtMs} />
          </dd>
        </>
      )}
    </dl>
  </section>
)

const settingsOf = (target: Target): Form<keyof typeof targetSettingsLabels> =>
  newForm(targetSettingsLabels, {
    landingUrl: target.landingUrl,
    assetKinds: target.assetKinds.join("\n"),
    tokenMinutesMax: String(target.tokenTtlMsMax / 60_000),
    requireBuyerMatch: target.requireBuyerMatch ? "yes" : "",
    isDefault: target.isDefault ? "yes" : "",
    authentication: target.authentication,
  })

const Settings = ({ target, form }: { target: Target; form: Form<keyof typeof targetSettingsLabels> }) => (
  <section aria-labelledby="settings">
    <h2 id="settings">Settings</h2>
    <form class="form" method="post" action={targetHref(target.name)}>
      <ErrorSummary form={form}>Nothing was saved.</ErrorSummary>
      <input type="hidden" name="rowVersion" value={target.rowVersion} />
      <TextField
        form={form}
        name="landingUrl"
        type="url"
        with={{ maxlength: limits.urlLengthMax, spellcheck: false }}
      />
      <CheckField
        form={form}
        name="assetKinds"
        options={assetKinds.map((kind) => [kind, kindWords[kind].many] as const)}
      />
      <TextField form={form} name="tokenMinutesMax" type="number" with={{ min: 1, max: 60 }} />
      <CheckField
        form={form}
        name="requireBuyerMatch"
        optional
        help="Without it whoever holds a link can redeem it. Only for a target that knows no shared identity."
        options={[["yes", "Only the buyer may redeem"]]}
      />
      <CheckField
        form={form}
        name="isDefault"
        optional
        help="To end it, make another target of the system the default."
        options={[["yes", `Meant where only ${systemWords[target.targetSystem]} is named`]]}
      />
      <RadioField
        form={form}
        name="authentication"
        options={targetAuthentications.map((way) => [way, authenticationWords[way]] as const)}
      />
      <p>
        <button type="submit">Save settings</button>
      </p>
    </form>
  </section>
)

const authenticationWords = { key: "a signature on each request", secret: "a secret" }

const Switch = ({ target: { name, disabledAtMs }, form }: { target: Target; form: Form<"confirm"> }) => (
  <section aria-labelledby="switch">
    <h2 id="switch">{disabledAtMs === null ? "Disable" : "Enable"}</h2>
    {disabledAtMs === null ? (
      <ConfirmBySlug
        form={form}
        action={`${targetHref(name)}/disable`}
        slug={name}
        button="Disable target"
        consequence={
          <p>Whatever credential it shows is refused, open installs for it are canceled, and nobody can choose it.</p>
        }
      />
    ) : (
      <form class="form" method="post" action={`${targetHref(name)}/enable`}>
        <p>Its live credentials admit it again. Canceled installs stay canceled.</p>
        <p>
          <button type="submit">Enable target</button>
        </p>
      </form>
    )}
  </section>
)
