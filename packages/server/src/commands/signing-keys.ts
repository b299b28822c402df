import { operator } from "../domain/audit/audit.ts"
import { rotateSigningKey } from "../domain/signing/rotate.ts"
import { publishedKeys } from "../http/shapes/signing-key.ts"
import { type DataOptions, withRegistry } from "./open-registry.ts"

export interface SigningKeyOptions extends DataOptions {
  readonly json?: boolean
}

/** Prints a line for each key, or with `--json` what the discovery document says. */
export async function listSigningKeys(options: SigningKeyOptions): Promise<void> {
  const keys = await withRegistry(options, publishedKeys)
  const text = options.json
    ? JSON.stringify({ data: keys })
    : keys.map(({ kid, retiredAtMs }) => `${kid}  ${endOf(retiredAtMs)}`).join("\n")
  process.stdout.write(`${text}\n`)
}

/** Prints the thumbprint of the next key and says when it takes over. */
export async function rotateSigningKeyCommand(
  options: SigningKeyOptions & { readonly afterMinutes: number },
): Promise<void> {
  const { retired, next } = await withRegistry(options, (context) =>
    rotateSigningKey(context, { actor: operator, afterMs: options.afterMinutes * 60_000 }),
  )
  const { retiredAtMs } = retired
  const result = { kid: next.kid, retired: { kid: retired.kid, retiredAtMs } }
  process.stdout.write(options.json ? `${JSON.stringify(result)}\n` : `${next.kid}\n`)
  if (!options.json) process.stderr.write(`${retired.kid} ${endOf(retiredAtMs)}.\n`)
}

const endOf = (retiredAtMs: number | null): string =>
  retiredAtMs === null ? "does not end" : `ends ${new Date(retiredAtMs).toISOString()}`
