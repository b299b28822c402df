import { limits } from "@fleetprompt/sdk/contracts"
import { InvalidArgumentError } from "commander"

const unitsMs: Record<string, number> = { s: 1_000, m: 60_000, h: 3_600_000 }

/** How long an install token lives, as `90s`, `15m` or `1h`. In milliseconds. */
export function ttlOption(text: string): number {
  const [, count = "", unit = ""] = /^(\d{1,6})([smh])$/.exec(text) ?? []
  const ttlMs = Number(count) * (unitsMs[unit] ?? 0)
  if (ttlMs >= limits.installTokenTtlMsMin && ttlMs <= limits.installTokenTtlMsMax) return ttlMs
  throw new InvalidArgumentError("It must be a time from 1m to 1h, such as 90s or 15m.")
}
