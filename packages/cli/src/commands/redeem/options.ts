import { credentialKind, subject, target } from "@fleetprompt/sdk/contracts"
import { type Command, Option } from "commander"
import { parsedBy } from "../../arguments/parse.ts"
import { secretFromStdin } from "../../arguments/secret-input.ts"
import type { Context } from "../../context.ts"
import { usageError } from "../../errors.ts"
import type { TargetProof } from "./call.ts"
import { readPrivateKey } from "./private-key.ts"

/** What a target shows in every call about an install token. */
export interface RedeemOptions {
  /** The token is the first line of stdin. */
  readonly tokenStdin: true
  /** The target's secret is the second line of stdin. */
  readonly secretStdin?: true
  readonly key?: string
  readonly targetId?: string
  readonly iss?: string
  readonly sub?: string
}

export const addRedeemOptions = (command: Command): Command =>
  command
    .requiredOption("--token-stdin", "read the install token from the first line of stdin")
    .addOption(new Option("--key <file>", "the target's private JWK").conflicts("secretStdin"))
    .option("--target-id <id>", "the target the key belongs to", parsedBy(target.shape.targetId))
    .option("--secret-stdin", "read the target's secret from the second line of stdin, in place of a key")
    .option("--iss <issuer>", "the identity provider of who is signed in at the target", parsedBy(subject.shape.iss))
    .option("--sub <subject>", "who is signed in at the target", parsedBy(subject.shape.sub))

/**
 * Reads the token and what the target proves itself with.
 * @throws CliError where anything of it is missing or of another kind, before anything is sent.
 */
export async function readProof(
  options: RedeemOptions,
  { io }: Context,
): Promise<{ token: string; proof: TargetProof }> {
  const { key, targetId, secretStdin } = options
  const [token = "", secret = ""] = (await secretFromStdin(io, "--token-stdin")).split(/\s*\n\s*/)
  if (credentialKind(token) !== "installToken") {
    throw usageError(
      "The first line of stdin is no install token.",
      "Pipe the whole token in, fpit_ and 38 characters.",
    )
  }
  if (secretStdin) {
    if (credentialKind(secret) === "targetSecret") return { token, proof: { secret } }
    throw usageError("The second line of stdin is no secret of a target.", "Pipe it in after the token: fpts_…")
  }
  if (key === undefined || targetId === undefined) {
    throw usageError("The target has nothing to prove itself with.", "Give --key and --target-id, or --secret-stdin.")
  }
  return { token, proof: { targetId, key: await readPrivateKey(io, key) } }
}
