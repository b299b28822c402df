import { targetPublicKey } from "@fleetprompt/sdk/contracts"
import type { TargetPublicKey } from "@fleetprompt/sdk/admin"
import { resolve } from "node:path"
import { usageError } from "../../errors.ts"
import type { Io } from "../../io.ts"
import { readText } from "../../manifest/read-text.ts"
import { parseJson } from "../../parse-json.ts"

const bytesMax = 8_192

/**
 * The public key in a file, as `target key generate` prints it.
 * @throws CliError for anything else; a private key is refused by name, for it must not travel.
 */
export async function readPublicKey({ cwd }: Pick<Io, "cwd">, file: string): Promise<TargetPublicKey> {
  const read = await readText(resolve(cwd, file), bytesMax)
  if (!("text" in read)) throw usageError(`The key ${file} ${read.complaint}.`, "Name the file of a public JWK.")
  const value = parseJson(read.text)
  if (typeof value === "object" && value !== null && "d" in value) {
    throw usageError(
      `${file} holds a private key, which must never leave the target.`,
      "Give its public half, as `fleetprompt target key generate` printed it.",
    )
  }
  const parsed = targetPublicKey.safeParse(value)
  if (parsed.success) return parsed.data
  throw usageError(`${file} holds no public key of a target.`, "It must be a JWK: P-256 (ES256) or Ed25519 (EdDSA).")
}
