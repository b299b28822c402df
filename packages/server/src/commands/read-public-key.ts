import { readFileSync } from "node:fs"
import { fieldIssues, targetPublicKey, type TargetPublicKey } from "@fleetprompt/sdk/contracts"
import { Refusal } from "../domain/refusal.ts"

/**
 * The public JWK in a file, or on stdin for `-`. A private one is refused, without a word of it.
 * @throws Refusal VALIDATION_FAILED.
 */
export function readPublicKey(path: string): TargetPublicKey {
  const parsed = targetPublicKey.safeParse(parseJson(readFileSync(path === "-" ? 0 : path, "utf8")))
  if (parsed.success) return parsed.data
  const faults = fieldIssues(parsed.error).map(({ pointer, message }) => `${pointer} ${message}`.trim())
  throw new Refusal(
    "VALIDATION_FAILED",
    `This is no public key to take, as P-256 or Ed25519 JWK: ${faults.join("; ")}.`,
  )
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new Refusal("VALIDATION_FAILED", "The key must be a JWK, written as JSON.")
  }
}
