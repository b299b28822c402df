import { adminOf } from "@fleetprompt/sdk/admin"
import { targetName } from "@fleetprompt/sdk/contracts"
import { type Command, InvalidArgumentError } from "commander"
import { parsedBy } from "../../../arguments/parse.ts"
import { maskSecret } from "../../../ci/github.ts"
import type { Context } from "../../../context.ts"
import { fields } from "../../../output/fields.ts"
import { readPublicKey } from "../public-key.ts"
import { credentialText } from "../text.ts"

export interface AddCredentialOptions {
  readonly target: string
  readonly publicKey?: string
  /** How long the one before stays good, in days. */
  readonly overlapDays?: number
}

const dayMs = 86_400_000

export function define(command: Command, context: Context, run = addCredential): void {
  command
    .argument("<target>", "its name", parsedBy(targetName))
    .option("--public-key <file>", "the JWK of the new key; without it, a secret is made")
    .option("--overlap-days <days>", "how long the one before stays good (default 7)", days)
    .action((target: string, flags: Omit<AddCredentialOptions, "target">) => run({ target, ...flags }, context))
}

/** Gives a target its next credential, and the one before an end: the first step of a rotation. For admins. */
export async function addCredential(options: AddCredentialOptions, context: Context): Promise<void> {
  const { target, publicKey, overlapDays } = options
  const { io, output } = context
  const key = publicKey === undefined ? undefined : await readPublicKey(io, publicKey)
  const client = await context.signedInClient()
  const request = {
    ...(key && { publicKey: key }),
    ...(overlapDays !== undefined && { overlapMs: overlapDays * dayMs }),
  }
  const added = await output.waiting("Adding the credential", adminOf(client).targets.addCredential(target, request))
  maskSecret(io, added.secret)
  output.result(added, () =>
    fields(
      [
        ["credential", credentialText(added.credential, io.nowMs())],
        ["secret", added.secret ?? undefined],
      ],
      output.theme,
    ),
  )
  if (added.secret !== null) output.note("The secret is shown this once. Give it to the target, and to nobody else.")
}

function days(text: string): number {
  const count = /^\d{1,2}$/.test(text) ? Number(text) : -1
  if (count >= 0 && count <= 90) return count
  throw new InvalidArgumentError("It must be a whole number from 0 to 90.")
}
