import {
  assetKinds,
  limits,
  targetAuthentications,
  type TargetPublicKey,
  targetPublicKey,
} from "@fleetprompt/sdk/contracts"
import * as z from "zod"
import { orNull, wordsIn } from "../../form.ts"

const minuteMs = 60_000

/** A public key as somebody pastes it: a JSON Web Key; null where the target gets a secret. */
export const pastedKey = orNull(
  z
    .string()
    .max(2_000)
    .transform((text, check): TargetPublicKey => {
      const parsed = targetPublicKey.safeParse(jsonIn(text))
      if (parsed.success) return parsed.data
      check.addIssue("It must be a public JWK, P-256 or Ed25519, with no private part.")
      return z.NEVER
    })
    .nullable(),
)

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** A box that is ticked or not. */
const ticked = z
  .literal("yes")
  .optional()
  .transform((box) => box === "yes")

/** What an admin sets of a target, as a form sends it. */
export const settingsFields = {
  landingUrl: z.string().trim().min(1, "must not be empty").max(limits.urlLengthMax),
  assetKinds: wordsIn(z.array(z.enum(assetKinds)).min(1, "Choose one at least.")),
  tokenMinutesMax: z.coerce
    .number<string>()
    .int()
    .min(limits.installTokenTtlMsMin / minuteMs)
    .max(limits.installTokenTtlMsMax / minuteMs),
  requireBuyerMatch: ticked,
  isDefault: ticked,
}

export const authenticationField = z.enum(targetAuthentications)

export const msOf = (minutes: number): number => minutes * minuteMs

/** What was sent, without the key: it may be a private one, pasted by mistake, and that is shown to nobody again. */
export const withoutKey = <Sent extends { readonly typed: Readonly<Record<string, string>> }>(sent: Sent): Sent => ({
  ...sent,
  typed: { ...sent.typed, publicKey: "" },
})
