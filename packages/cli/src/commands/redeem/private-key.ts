import { stat } from "node:fs/promises"
import { resolve } from "node:path"
import * as z from "zod"
import { usageError } from "../../errors.ts"
import type { Io } from "../../io.ts"
import { readText } from "../../manifest/read-text.ts"
import { thumbprintOf } from "../target/thumbprint.ts"
import type { TargetKey } from "./assertion.ts"
import { parseJson } from "../../parse-json.ts"

const bytesMax = 8_192
const part = z.string().regex(/^[0-9A-Za-z_-]{43}$/)
const privateJwk = z.discriminatedUnion("crv", [
  z.object({ kty: z.literal("OKP"), crv: z.literal("Ed25519"), x: part, d: part }),
  z.object({ kty: z.literal("EC"), crv: z.literal("P-256"), x: part, y: part, d: part }),
])

/**
 * The private key in a file, as `target key generate` wrote it.
 * @throws CliError for anything else, and for a file that others can read.
 */
export async function readPrivateKey({ cwd }: Pick<Io, "cwd">, file: string): Promise<TargetKey> {
  const path = resolve(cwd, file)
  const read = await readText(path, bytesMax)
  if (!("text" in read)) throw usageError(`The key ${file} ${read.complaint}.`, "Name the file of a private JWK.")
  if (process.platform !== "win32" && ((await stat(path)).mode & 0o077) !== 0) {
    throw usageError(
      `${file} can be read by others.`,
      `Run \`chmod 600 ${file}\`, and replace the key if others are here.`,
    )
  }
  const parsed = privateJwk.safeParse(parseJson(read.text))
  if (!parsed.success) throw usageError(`${file} holds no private key.`, "It must be a private JWK: P-256 or Ed25519.")
  const jwk: JsonWebKey = parsed.data
  return { kid: thumbprintOf(jwk), alg: jwk.crv === "Ed25519" ? "EdDSA" : "ES256", jwk }
}
