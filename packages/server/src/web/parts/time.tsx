const dayMs = 86_400_000
const day = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeZone: "UTC" })

/** How long ago, in the largest unit that fits: `today`, `3 days ago`, `2 years ago`. */
export function ageOf(atMs: number, nowMs: number): string {
  const days = Math.floor(nowMs / dayMs) - Math.floor(atMs / dayMs)
  if (days <= 0) return "today"
  if (days === 1) return "yesterday"
  if (days < 60) return `${days} days ago`
  return days < 730 ? `${Math.floor(days / 30.44)} months ago` : `${Math.floor(days / 365.25)} years ago`
}

/** A day, by the calendar in UTC. */
export const dayOf = (atMs: number): string => day.format(atMs)

const time = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "short", timeZone: "UTC" })

/** When, to the minute, by the clock in UTC. */
export const TimeOfDay = ({ atMs }: { atMs: number }) => (
  <time datetime={new Date(atMs).toISOString()}>{time.format(atMs)} UTC</time>
)

/** When, as a date. */
export const Day = ({ atMs }: { atMs: number }) => <time datetime={new Date(atMs).toISOString()}>{dayOf(atMs)}</time>

/** When, as an age; the date is there for who wants it. */
export const Age = ({ atMs, nowMs }: { atMs: number; nowMs: number }) => (
  <time datetime={new Date(atMs).toISOString()} title={dayOf(atMs)}>
    {ageOf(atMs, nowMs)}
  </time>
)
