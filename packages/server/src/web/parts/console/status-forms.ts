import type { Listing } from "../../../domain/listings/listing.ts"
import { slugOf } from "../../../domain/listings/listing.ts"
import { type Form, newForm } from "../../form.ts"
import { confirmLabel } from "../confirm-by-slug.tsx"

/** The forms of the page about how a listing stands. */
export interface StatusForms {
  readonly status: Form<"confirm">
  readonly deprecate: Form<"message" | "successor">
  readonly transfer: Form<"to" | "confirm">
  readonly remove: Form<"confirm">
  readonly appeal: Form<"note">
}

export function statusFormsOf(listing: Listing): StatusForms {
  const confirm = confirmLabel(slugOf(listing))
  const { deprecation } = listing
  const values = { message: deprecation?.message ?? "", successor: deprecation?.successor ?? "" }
  return {
    status: newForm({ confirm }, {}, "status-"),
    deprecate: newForm({ message: "What should people know?", successor: "What to use instead" }, values, "deprecate-"),
    transfer: newForm({ to: "To which of your publishers?", confirm }, {}, "transfer-"),
    remove: newForm({ confirm }, {}, "remove-"),
    appeal: newForm({ note: "Why should the moderators look again?" }, {}, "appeal-"),
  }
}
