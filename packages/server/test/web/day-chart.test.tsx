import { describe, expect, it } from "vitest"
import { type CountedDay, DayChart, DayChartInLittle } from "../../src/web/parts/day-chart.tsx"
import { markupOf } from "../../src/web/html.ts"
import { days } from "../support/clock.ts"
import { wordsOf } from "../support/visitor.ts"

const firstAtMs = Date.UTC(2026, 9, 28)
const counted = (...counts: number[]): CountedDay[] =>
  counts.map((count, at) => ({ startsAtMs: firstAtMs + at * days(1), count }))
const chartOf = (these: CountedDay[]) => markupOf(<DayChart title="Installs" one="install" days={these} />)

/** Every bar as its place and its height. */
const barsIn = (html: string) =>
  [...html.matchAll(/class="bar" x="(\d+)" y="(\d+)" width="(\d+)" height="(\d+)"/g)].map((found) =>
    found.slice(1).map(Number),
  )

describe("T-WEB-11 · a chart of counts by day", () => {
  it("says in words what it draws, names each day, and has all of it as a table, the newest first", () => {
    const html = chartOf(counted(...Array.from({ length: 28 }, () => 0), 4, 2))
    expect(html).toContain('role="img" aria-label="Installs: 6 installs in 30 days, the most on 25 Nov 2026: 4"')
    expect(html).toContain("<title>26 Nov 2026: 2</title>")
    const words = wordsOf({ html })
    expect(words).toContain("As a table Day (UTC) Installs 26 Nov 2026 2 25 Nov 2026 4 24 Nov 2026 0")
    expect(words).toContain("28 Oct 2026 0")
    expect(barsIn(html)).toEqual([
      [281, 0, 8, 100],
      [291, 50, 8, 50],
    ])
  })

  it("draws nothing where nothing was counted, or no day is there, and says so", () => {
    for (const [these, said] of [
      [counted(0, 0, 0), "Installs no installs in 3 days"],
      [[], "Installs no installs in 0 days"],
    ] as const) {
      const html = chartOf([...these])
      expect(html).not.toContain("<svg")
      expect(wordsOf({ html })).toBe(said)
    }
  })

  it("says of what was counted on one day alone that it was on that day", () => {
    expect(chartOf(counted(0, 3, 0))).toContain('aria-label="Installs: 3 installs in 3 days, on 29 Oct 2026"')
  })

  it("puts a single day at the end, as wide as any", () => {
    const html = chartOf(counted(1))
    expect(barsIn(html)).toEqual([[131, 0, 8, 100]])
    expect(html).toContain('aria-label="Installs: 1 install on one day"')
    expect(wordsOf({ html })).not.toContain("the most")
  })

  it("keeps one of very many in sight, and within its frame", () => {
    const html = chartOf(counted(1, Number.MAX_SAFE_INTEGER, 0))
    expect(barsIn(html)).toEqual([
      [111, 97, 8, 3],
      [121, 0, 8, 100],
    ])
    expect(html).toContain("9,007,199,254,740,991")
  })

  it("is in little the same bars and the same sentence", () => {
    const html = markupOf(<DayChartInLittle one="reply" many="replies" days={counted(2, 3)} />)
    expect(barsIn(html)).toHaveLength(2)
    expect(html).not.toContain("<table")
    expect(wordsOf({ html })).toContain("5 replies in 2 days, the most on 29 Oct 2026: 3")
  })
})
