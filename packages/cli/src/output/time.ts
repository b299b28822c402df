/** A day as `2026-01-31`, in UTC. */
export const dayText = (atMs: number): string => new Date(atMs).toISOString().slice(0, 10)

/** A moment as `2026-01-31 14:05 UTC`. */
export const momentText = (atMs: number): string => `${new Date(atMs).toISOString().slice(0, 16).replace("T", " ")} UTC`

const units = [
  ["day", 86_400_000],
  ["hour", 3_600_000],
  ["minute", 60_000],
  ["second", 1_000],
] as const

/** A span in its largest fitting unit: `15 minutes`, `1 day`. */
export function spanText(spanMs: number): string {
  const [unit, unitMs] = units.find(([, eachMs]) => spanMs >= eachMs) ?? ["second", 1_000]
  const count = Math.max(0, Math.round(spanMs / unitMs))
  return `${count} ${unit}${count === 1 ? "" : "s"}`
}
