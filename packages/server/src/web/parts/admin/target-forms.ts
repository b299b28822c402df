import type { AuditRecord } from "../../../domain/audit/audit.ts"
import type { KeyedTarget } from "../../../domain/targets/target.ts"
import { type Form, newForm } from "../../form.ts"
import type { Frame } from "../../frame.ts"
import { confirmLabel } from "../confirm-by-slug.tsx"

export const targetSettingsLabels = {
  landingUrl: "Landing page",
  assetKinds: "Kinds it takes",
  tokenMinutesMax: "Longest life of its tokens, in minutes",
  requireBuyerMatch: "Buyer",
  isDefault: "Default",
  authentication: "It proves itself by",
}
export const credentialLabels = { publicKey: "Public key", overlapDays: "Days the one before still works" }

export const confirmForm = (name: string, id: string): Form<"confirm"> =>
  newForm({ confirm: confirmLabel(name) }, {}, id)

/** What was sent and came back, and what has just been done. */
export interface TargetForms {
  readonly settings?: Form<keyof typeof targetSettingsLabels>
  readonly disable?: Form<"confirm">
  readonly credential?: Form<keyof typeof credentialLabels>
  readonly revoke?: { readonly credentialId: string; readonly form: Form<"confirm"> }
  readonly done?: keyof typeof doneWords | undefined
}

export const doneWords = {
  registered: "Registered. Its requests are checked with its key.",
  saved: "Saved.",
  disabled: "Disabled. It is shut out, and what was open for it is canceled.",
  enabled: "Let in again.",
  added: "The key is added.",
  revoked: "Ended, from the next request on.",
}

export interface TargetProps {
  readonly frame: Frame
  readonly found: KeyedTarget
  readonly history: readonly AuditRecord[]
  readonly forms: TargetForms
  readonly formKey: string
}
