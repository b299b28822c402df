import * as fc from "fast-check"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { type Arena, openArena } from "../handoff/arena.ts"
import { type IntentState, type Operation, takeStep } from "../handoff/intent-model.ts"
import { type Event, linearize } from "../handoff/linearize.ts"
import { type Race, race } from "../handoff/race.ts"
import { crowd, duels, type Schedule, schedules } from "../handoff/schedule.ts"
import { engines } from "../support/engines.ts"

const seed = 20261126
const schedulesCount = 60

/** On one file, or on one database server. */
const serversCount = { SQLite: 2, PostgreSQL: 3 }

describe.each(engines)(
  "T-TOKEN-3 · processes that race for one install token, on $name",
  { timeout: 300_000 },
  (engine) => {
    let arena: Arena
    let servers: string[]
    const tally = new Map<string, number>()
    beforeAll(async () => {
      arena = await openArena(engine)
      servers = [arena.world.directUrl]
      while (servers.length < serversCount[engine.name]) servers.push(await arena.world.another())
    })
    afterAll(async () => {
      const counts = [...tally].map(([what, count]) => `${what} ${count}`).join(", ")
      process.stdout.write(`Races on ${engine.name}, ${servers.length} servers, seed ${seed}: ${counts}.\n`)
      await arena.world.end()
    })

    const run = async (schedule: Schedule): Promise<Race> => {
      const result = await race(arena, servers, schedule)
      const order = expectExplained(result)
      expectNothingDoubled(result)
      for (const word of ["histories", ...orderings(order)]) tally.set(word, (tally.get(word) ?? 0) + 1)
      return result
    }

    it("lets each rival of a redemption come before it, after it and at the same moment", async () => {
      for (const schedule of duels) await run(schedule)
      for (const rival of ["cancel", "revoke", "reissue", "run out"]) {
        expect([...tally.keys()]).toEqual(
          expect.arrayContaining([`redeemed before ${rival}`, `refused after ${rival}`]),
        )
      }
    })

    it("gives one of 48 the redemption, and the same to all 48 where they share its name", async () => {
      const { strangers, same } = crowd(48)
      const [apart, together] = [await run(strangers), await run(same)]
      const countOf = ({ history }: Race, reply: string) => history.filter((event) => event.reply === reply).length
      expect(countOf(apart, "redeemed")).toBe(1)
      expect(countOf(together, "redeemed")).toBe(1)
      expect(countOf(together, "replayed")).toBeGreaterThanOrEqual(47)
    })

    it("answers whatever several parties do at once as if they had done it one after the other", async () => {
      const property = fc.asyncProperty(schedules, async (schedule) => void (await run(schedule)))
      await fc.assert(property, { seed, numRuns: schedulesCount, endOnFailure: true })
      expect(tally.get("histories")).toBeGreaterThanOrEqual(schedulesCount)
    })
  },
)

/** Some order of the operations explains every reply. Returns it. */
function expectExplained({ initial, history }: Race): Event<Operation>[] {
  const order = linearize<IntentState, Operation>(initial, takeStep, history)
  expect(order, `No order explains this:\n${written(history)}`).toBeDefined()
  return order ?? []
}

/** The audit log tells of one redemption or none, and of each thing that was answered as done. */
function expectNothingDoubled({ initial, history, redemptions, audited }: Race): void {
  const told = (reply: string) => history.filter((event) => event.reply === reply).length
  expect(redemptions.size).toBe(told("redeemed"))
  expect({
    redeemed: audited["install.redeemed"] ?? 0,
    strangers: audited["install.buyer_mismatch"] ?? 0,
    issues: audited["install.token_issued"] ?? 0,
  }).toEqual({
    redeemed: told("redeemed"),
    strangers: told("BUYER_MISMATCH"),
    issues: initial.issues + history.filter(({ reply }) => reply.startsWith("issue ")).length,
  })
  const closed = (audited["install.redeemed"] ?? 0) + (audited["install.canceled"] ?? 0)
  expect(closed, written(history)).toBeLessThanOrEqual(1)
}

/** Who came first, where a redemption met a rival. */
function orderings(order: readonly Event<Operation>[]): string[] {
  const won = order.findIndex(({ reply }) => reply === "redeemed")
  return (["cancel", "revoke", "reissue", "run out"] as const).flatMap((kind) => {
    const rival = order.findIndex(({ operation }) => operation.kind === kind)
    if (rival === -1) return []
    if (won !== -1) return won < rival ? [`redeemed before ${kind}`] : []
    const refused = order.slice(rival).some(({ operation }) => operation.kind === "redeem")
    return refused ? [`refused after ${kind}`] : []
  })
}

/** A history as lines of text, in the order of the starts. */
function written(history: readonly Event<Operation>[]): string {
  return history
    .toSorted((one, other) => one.startMs - other.startMs)
    .map(
      ({ operation, reply, startMs, endMs }) =>
        `${startMs.toFixed(2)} to ${endMs.toFixed(2)} ${JSON.stringify(operation)}: ${reply}`,
    )
    .join("\n")
}
