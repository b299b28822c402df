import { plural } from "../words.ts"
import { Day, dayOf } from "./time.tsx"
import { Wide } from "./wide.tsx"

/** So many on the day that begins with that midnight UTC. */
export interface CountedDay {
  readonly startsAtMs: number
  readonly count: number
}

interface DayChartProps {
  /** What is counted, as its heading: `Installs`. */
  readonly title: string
  /** One of what is counted, and many where an `s` does not do: `install`. */
  readonly one: string
  readonly many?: string
  /** Oldest first, without a gap. */
  readonly days: readonly CountedDay[]
}

/**
 * Counts by day as bars, in words and as a table. Nothing of it needs a script or a style of its own: bars are
 * attributes, and their colour is the accent, which can be read on every ground.
 */
export const DayChart = ({ title, days, ...words }: DayChartProps) => {
  const summary = summaryOf({ days, ...words })
  return (
    <figure class="day-chart">
      <figcaption>
        <b>{title}</b> <span class="soft">{summary}</span>
      </figcaption>
      {peakOf(days) > 0 && (
        <>
          <Bars days={days} label={`${title}: ${summary}`} named />
          <Ends days={days} />
          <Table title={title} days={days} />
        </>
      )}
    </figure>
  )
}

/** The same in little: no axis and no table, for beside a text that leads to the large one. */
export const DayChartInLittle = ({ days, ...words }: Omit<DayChartProps, "title">) => {
  const summary = summaryOf({ days, ...words })
  return (
    <div class="day-chart little">
      {peakOf(days) > 0 && <Bars days={days} label={summary} />}
      <p class="soft">{summary}</p>
    </div>
  )
}

/** The chart in a sentence: how many in all, and when the most. */
function summaryOf({ days, one, many = `${one}s` }: Omit<DayChartProps, "title">): string {
  const period = days.length === 1 ? "on one day" : `in ${days.length} days`
  const total = days.reduce((sum, { count }) => sum + count, 0)
  if (total === 0) return `no ${many} ${period}`
  const peak = peakOf(days)
  const most = days.findLast(({ count }) => count === peak)
  const counted = `${plural(total, one, many)} ${period}`
  if (days.length < 2 || most === undefined) return counted
  const day = dayOf(most.startsAtMs)
  return peak === total ? `${counted}, on ${day}` : `${counted}, the most on ${day}: ${number(peak)}`
}

const peakOf = (days: readonly CountedDay[]): number => Math.max(0, ...days.map(({ count }) => count))

const number = (count: number): string => count.toLocaleString("en")

/** A few days are drawn as wide as days of a longer time, at the end of it. */
const slotsMin = 14
const slotWidth = 10
const height = 100
/** One of a million is not the same as none. */
const barMin = 3

interface BarsProps {
  readonly days: readonly CountedDay[]
  readonly label: string
  /** Whether each day says what it is under a pointer. */
  readonly named?: boolean
}

const Bars = ({ days, label, named = false }: BarsProps) => {
  const peak = peakOf(days)
  const slots = Math.max(days.length, slotsMin)
  const start = slots - days.length
  return (
    <svg viewBox={`0 0 ${slots * slotWidth} ${height}`} preserveAspectRatio="none" role="img" aria-label={label}>
      {days.map(({ startsAtMs, count }, at) => {
        const x = (start + at) * slotWidth
        const tall = count === 0 ? 0 : Math.max(barMin, Math.round((count / peak) * height))
        const bar = tall > 0 && <rect class="bar" x={x + 1} y={height - tall} width={slotWidth - 2} height={tall} />
        if (!named) return bar
        return (
          <g>
            <title>{`${dayOf(startsAtMs)}: ${number(count)}`}</title>
            <rect class="slot" x={x} y={0} width={slotWidth} height={height} />
            {bar}
          </g>
        )
      })}
    </svg>
  )
}

/** The first and the last day, beneath their bars. */
const Ends = ({ days }: { days: readonly CountedDay[] }) => {
  const [first, last] = [days[0], days.at(-1)]
  return (
    <p class="ends" aria-hidden="true">
      {first && days.length >= slotsMin && <Day atMs={first.startsAtMs} />}
      {last && <Day atMs={last.startsAtMs} />}
    </p>
  )
}

const Table = ({ title, days }: Pick<DayChartProps, "title" | "days">) => (
  <details>
    <summary>As a table</summary>
    <Wide label={`${title} by day`}>
      <table>
        <thead>
          <tr>
            <th scope="col">Day (UTC)</th>
            <th scope="col" class="number">
              {title}
            </th>
          </tr>
        </thead>
        <tbody>
          {days.toReversed().map(({ startsAtMs, count }) => (
            <tr>
              <th scope="row">
                <Day atMs={startsAtMs} />
              </th>
              <td class="number">{number(count)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Wide>
  </details>
)
