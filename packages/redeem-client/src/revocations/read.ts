import { readBytes } from "../reply.ts"
import { RevocationsError } from "./error.ts"

/** A page of 500 entries is half as large. */
const bodyBytesMax = 262_144

/** Fetches JSON that anyone may read. @throws RevocationsError `UNREACHABLE` or `UNEXPECTED_REPLY`. */
export async function readJson(url: string, fetch: typeof globalThis.fetch, timeoutMs: number): Promise<unknown> {
  const response = await load(url, fetch, timeoutMs)
  if (response.status >= 500)
    throw new RevocationsError("UNREACHABLE", `The registry is in trouble: ${response.status}.`)
  if (!response.bytes || response.status !== 200)
    throw new RevocationsError("UNEXPECTED_REPLY", `This is not a reply of a registry: ${response.status}.`)
  return parsed(response.bytes)
}

async function load(url: string, fetch: typeof globalThis.fetch, timeoutMs: number) {
  try {
    const init = {
      headers: { accept: "application/json" },
      redirect: "manual",
      signal: AbortSignal.timeout(timeoutMs),
    } as const
    const response = await fetch(url, init)
    return { status: response.status, bytes: await readBytes(response, bodyBytesMax) }
  } catch {
    throw new RevocationsError("UNREACHABLE", "The registry cannot be reached.")
  }
}

/** @throws RevocationsError `UNEXPECTED_REPLY` */
export function parsed(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes))
  } catch {
    throw new RevocationsError("UNEXPECTED_REPLY", "The reply is not JSON.")
  }
}
