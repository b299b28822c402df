import { open } from "node:fs/promises"
import { resolve } from "node:path"
import type { TargetPublicKey } from "@fleetprompt/sdk/admin"
import { type Command, Option } from "commander"
import type { Context } from "../../../context.ts"
import { usageError } from "../../../errors.ts"
import { thumbprintOf } from "../thumbprint.ts"

const algorithms = ["EdDSA", "ES256"] as const
type Algorithm = (typeof algorithms)[number]

export interface GenerateKeyOptions {
  readonly out: string
  readonly alg: Algorithm
}

export function define(command: Command, context: Context, run = generateKey): void {
  command
    .option("--out <file>", "where to write the private key", "target-key.jwk")
    .addOption(new Option("--alg <algorithm>", "what it signs with").choices(algorithms).default("EdDSA"))
    .action((options: GenerateKeyOptions) => run(options, context))
}

/** Makes a key pair for a target: the private half goes into a file of its own, the public half to stdout. */
export async function generateKey({ out, alg }: GenerateKeyOptions, context: Context): Promise<void> {
  const { io, output } = context
  const { privateJwk, publicKey } = await keyPair(alg)
  await writeNew(resolve(io.cwd, out), out, `${JSON.stringify(privateJwk, null, 2)}\n`)
  output.result(publicKey, () => JSON.stringify(publicKey))
  output.note(`The private key is in ${out}: keep it with the target's secrets, and out of git.`)
}

async function keyPair(alg: Algorithm): Promise<{ privateJwk: JsonWebKey; publicKey: TargetPublicKey }> {
  const parameters = alg === "EdDSA" ? { name: "Ed25519" } : { name: "ECDSA", namedCurve: "P-256" }
  const pair = (await crypto.subtle.generateKey(parameters, true, ["sign", "verify"])) as CryptoKeyPair
  const jwk = await crypto.subtle.exportKey("jwk", pair.privateKey)
  const { kty, crv, x, y, d } = jwk
  const shared = { kty, crv, x, ...(y !== undefined && { y }), kid: thumbprintOf(jwk), alg, use: "sig" }
  return { privateJwk: { ...shared, d } as JsonWebKey, publicKey: shared as TargetPublicKey }
}

/** A key that is there already is never written over. */
async function writeNew(path: string, shown: string, text: string): Promise<void> {
  try {
    await using file = await open(path, "wx", 0o600)
    await file.writeFile(text)
  } catch (error) {
    const isThere = error instanceof Error && "code" in error && error.code === "EEXIST"
    throw isThere
      ? usageError(`${shown} is there already.`, "Name another file with --out.")
      : usageError(`${shown} cannot be written.`, "Name a file in a folder you may write to with --out.")
  }
}
