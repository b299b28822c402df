import { readFileSync } from "node:fs"
import { limits } from "@fleetprompt/sdk/contracts"
import type { TrustedDocument } from "@fleetprompt/sdk/receipts"
import { Refusal } from "../domain/refusal.ts"

const timeoutMs = 15_000

/**
 * The compact JWS of a checkpoint, from an address, a file or (`-`) stdin: bare, or in the reply it came in.
 * @throws Refusal VALIDATION_FAILED.
 */
export async function readCheckpoint(source: string): Promise<string> {
  const text = (
    /^https?:\/\//.test(source) ? await load(source) : readFileSync(source === "-" ? 0 : source, "utf8")
  ).trim()
  if (text.length > limits.statementBytesMax) throw unusable(source, "is too large")
  if (!text.startsWith("{")) return text
  const { jws } = parseJson(source, text) as { jws?: unknown }
  if (typeof jws !== "string") throw unusable(source, "holds no signed checkpoint")
  return jws
}

/** A discovery document from a file. It is trusted, so nothing but its form is checked, where it is used. */
export const readDocument = (path: string): TrustedDocument =>
  parseJson(path, readFileSync(path, "utf8")) as TrustedDocument

async function load(url: string): Promise<string> {
  try {
    const response = await fetch(url, { redirect: "error", signal: AbortSignal.timeout(timeoutMs) })
    if (response.ok) return await response.text()
  } catch {
    // Whatever the reason, the operator needs to know which address it was.
  }
  throw unusable(url, "cannot be read")
}

function parseJson(source: string, text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw unusable(source, "is not JSON")
  }
}

const unusable = (source: string, what: string) => new Refusal("VALIDATION_FAILED", `${source} ${what}.`)
