import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import * as fc from "fast-check"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { type Arena, openArena } from "../handoff/arena.ts"
import { startBuyers } from "../kills/buyers.ts"
import { type Moment, openStrikingProxy, type StrikingProxy } from "../kills/proxy.ts"
import { openTargetDatabase } from "../kills/target-database.ts"
import { engines } from "../support/engines.ts"
import { type Spawned, startNode } from "../support/process.ts"

const script = fileURLToPath(new URL("../kills/target.ts", import.meta.url))
const seed = 20261126

/** How many kills on each engine. More of them prove more: `HANDOFF_KILLS=300`. */
const killsCount = Number(process.env["HANDOFF_KILLS"] ?? 16)

/** Of three kills two are the target's, which starts faster. */
const kill: fc.Arbitrary<{ victim: "registry" | "target"; moment: Moment }> = fc.record({
  victim: fc.constantFrom("registry" as const, "target" as const, "target" as const),
  moment: fc.record({
    at: fc.constantFrom(
      "request sent" as const,
      "reply held" as const,
      "reply cut" as const,
      "reply delivered" as const,
    ),
    after: fc.integer({ min: 0, max: 80 }),
  }),
})

describe.each(engines)("T-TOKEN-4 · installs through kills of the registry and of the target, on $name", (engine) => {
  let arena: Arena
  let proxy: StrikingProxy
  let target: Spawned
  // Of its own: a target's inbox holds tokens, which no file of the registry's may.
  let folder = ""
  const startTarget = async () => {
    const args = ["--conditions=@fleetprompt/source", script, proxy.url, folder, arena.buyer.iss, arena.buyer.sub]
    target = startNode(args, { cwd: folder, env: { TARGET_SECRET: arena.target } })
    await target.says(/Target ready/)
  }
  const restartRegistry = async () => {
    await arena.world.crashAndRestart()
    proxy.forwardTo(arena.world.directUrl)
  }
  beforeAll(async () => {
    arena = await openArena(engine)
    proxy = await openStrikingProxy(arena.world.directUrl)
    folder = await mkdtemp(join(tmpdir(), "fleetprompt-target-"))
    await startTarget()
  })
  afterAll(async () => {
    await proxy.close()
    await target.kill("SIGKILL")
    await rm(folder, { recursive: true })
    await arena.world.end()
  })

  it("ends every one of them exactly once", async () => {
    const database = openTargetDatabase(folder)
    const put = database.prepare("insert into inbox (token) values (?)")
    const waiting = database.prepare<[], number>("select count(*) from inbox where state <> 'reported'").pluck()
    const inbox = { put: (token: string) => void put.run(token), waiting: () => waiting.get() ?? 0 }
    const buyers = startBuyers(
      { url: proxy.url, token: arena.buyer.token },
      { listing: arena.listing, target: "whs" },
      inbox,
    )

    const hit = new Set<string>()
    const kills = fc.sample(kill, { seed, numRuns: killsCount })
    for (const { victim, moment } of kills) {
      const killed = victim === "registry" ? arena.world.registry.process : target
      const struck = proxy.strike(moment, () => void killed.kill("SIGKILL"))
      for (const name of await Promise.race([struck, failureOf(target)])) hit.add(name)
      await killed.exited
      if (victim === "target") await startTarget()
      else await restartRegistry()
    }
    await buyers.stop()
    const drained = async () => await expect.poll(inbox.waiting, { timeout: 120_000, interval: 25 }).toBe(0)
    await Promise.race([drained(), failureOf(target)])

    const installs = [...buyers.installs].map(([key, install]) => ({ key, ...install }))
    const ids = installs
      .map(({ installIntentId }) => installIntentId)
      .toSorted((one, other) => one.localeCompare(other))
    const answers = database.prepare<[], Answered>("select * from answers").all()
    await expectEndedOnce(arena, ids, database.prepare<[], Imported>("select * from imports").all(), answers)

    const struck = installs.filter((install) => Object.values(install).some((name) => hit.has(name)))
    const lost = answers.filter(({ replayed }) => replayed === 1).length
    const registryKills = kills.filter(({ victim }) => victim === "registry").length
    process.stdout.write(
      `Kills on ${engine.name}, seed ${seed}: ${registryKills} of the registry, ${kills.length - registryKills} of the target; ` +
        `${installs.length} installs, ${struck.length} of them struck, ${lost} redemptions asked for again.\n`,
    )
    expect(struck.length).toBeGreaterThanOrEqual(killsCount * 2)
    database.close()
  }, 3_600_000)
})

/** Rejects where the target ends otherwise than by our hand. */
async function failureOf(target: Spawned): Promise<never> {
  const code = await target.exited
  if (code !== "SIGKILL") throw new Error(`The target ended with ${code}: ${target.stderr()}`)
  return await new Promise(() => {})
}

interface Imported {
  readonly install_intent_id: string
  readonly redemption_id: string
}

interface Answered {
  readonly install_intent_id: string
  readonly redemption: string
  readonly replayed: number
}

/** Buyers, target, registry and audit log tell of the same installs, and of each once. */
async function expectEndedOnce(
  { world }: Arena,
  ids: readonly string[],
  imports: readonly Imported[],
  answers: readonly Answered[],
): Promise<void> {
  const inOrder = (some: readonly unknown[]) => some.map(String).toSorted((one, other) => one.localeCompare(other))
  expect(new Set(ids).size).toBe(ids.length)
  expect(inOrder(imports.map((row) => row.install_intent_id))).toEqual(ids)
  expect(new Set(answers.map(({ redemption }) => redemption)).size).toBe(ids.length)
  const redeemedUnder = new Map(imports.map((row) => [row.install_intent_id, row.redemption_id]))
  const rows = await world.sql("select install_intent_id, status, outcome, redemption_id from install_intents")
  expect(inOrder(rows.map((row) => row["install_intent_id"]))).toEqual(ids)
  for (const row of rows) {
    const redemptionId = redeemedUnder.get(String(row["install_intent_id"]))
    expect(row).toMatchObject({ status: "redeemed", outcome: "completed", redemption_id: redemptionId })
  }
  for (const action of ["install.token_issued", "install.redeemed", "install.outcome_reported"]) {
    const entries = await world.sql(`select subject_id from audit_log where action = '${action}'`)
    expect(inOrder(entries.map((entry) => entry["subject_id"])), action).toEqual(ids)
  }
}
