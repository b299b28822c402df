import { limits } from "@fleetprompt/sdk/contracts"
import { InvalidArgumentError } from "commander"

const unitsMs: Record<string, number> = { s: 1_000, m: 60_000, h: 3_600_000 }

/** How long to wait at most, as `30s`, `5m` or `1h`. In milliseconds. */
export function waitOption(text: string): number {
  const waitMs = spanOf(text)
  if (waitMs > 0 && waitMs <= 86_400_000) return waitMs
  throw new InvalidArgumentError("It must be a time up to 24h, such as 30s or 5m.")
}

/** How long an install token lives, as `90s`, `15m` or `1h`. In milliseconds. */
export function ttlOption(text: string): number {
  const ttlMs = spanOf(text)
  if (ttlMs >= limits.installTokenTtlMsMin && ttlMs <= limits.installTokenTtlMsMax) return ttlMs
  throw new InvalidArgumentError("It must be a time from 1m to 1h, such as 90s or 15m.")
}

function spanOf(text: string): number {
  const [, count = "", unit = ""] = /^(\d{1,6})([smh])$/.exec(text) ?? []
  return Number(count) * (unitsMs[unit] ?? 0)
}
