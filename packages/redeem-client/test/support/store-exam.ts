import { execFile } from "node:child_process"
import { createHash, randomUUID } from "node:crypto"
import { promisify } from "node:util"
import type { InstallRecord, InstallStore } from "@fleetprompt/redeem-client"
import { describe, expect, it, vi } from "vitest"
import { subject } from "./credentials.ts"
import { goodReply } from "./fixtures.ts"

/** A place to keep things, of one test's own. */
export interface StorePlace {
  /** Opens the store, as a process of the target would. */
  open: () => InstallStore | Promise<InstallStore>
  /** The same in the words of a module that another process runs: it must declare `store`. Empty for none. */
  program: string
}

export const hashOf = (text: string) => createHash("sha256").update(text).digest("hex")

export const neverMade = () => {
  throw new Error("An id was made anew.")
}

/** An install as far as it has come. */
export const recordOf = (redemptionId: string, progress: Partial<InstallRecord> = {}): InstallRecord => ({
  redemption: goodReply(redemptionId).redemption,
  subject,
  state: null,
  verdict: null,
  reported: false,
  ...progress,
})

const completed = (ref: string) => ({ verdict: { outcome: "completed", targetInstallRef: ref } }) as const
const declinedByBuyer = { verdict: { outcome: "declined", code: "user_declined" } } as const
const idsOf = (records: InstallRecord[]) => records.map(({ redemption }) => redemption.redemptionId)

/** What every store of this package must do. The same answers, whichever it is. */
export function examineStore(name: string, place: () => Promise<StorePlace>, { isDurable = true } = {}): void {
  describe(`${name} keeps redemptionIds`, () => {
    it("the first of each token, for whoever opens it next as well", async () => {
      const { open } = await place()
      const store = await open()
      expect(await store.getOrCreate(hashOf("a"), () => "first")).toBe("first")
      expect(await store.getOrCreate(hashOf("a"), neverMade)).toBe("first")
      expect(await store.getOrCreate(hashOf("b"), () => "second")).toBe("second")
      const next = isDurable ? await open() : store
      expect(await next.getOrCreate(hashOf("a"), neverMade)).toBe("first")
      expect(await next.getOrCreate(hashOf("b"), neverMade)).toBe("second")
    })

    it("one for one token, asked for many times at once", async () => {
      const store = await (await place()).open()
      const make = vi.fn(() => randomUUID())
      const ids = await Promise.all(Array.from({ length: 30 }, () => store.getOrCreate(hashOf("a"), make)))
      expect(new Set(ids).size).toBe(1)
      expect(make).toHaveBeenCalled()
    })

    it("one for each of many tokens", async () => {
      const { open } = await place()
      const store = await open()
      const hashes = Array.from({ length: 20 }, (_, index) => hashOf(String(index)))
      const ids = await Promise.all(hashes.map((hash) => store.getOrCreate(hash, () => randomUUID())))
      expect(new Set(ids).size).toBe(20)
      const next = isDurable ? await open() : store
      expect(await Promise.all(hashes.map((hash) => next.getOrCreate(hash, neverMade)))).toEqual(ids)
    })
  })

  describe(`${name} keeps installs`, () => {
    it("as far as they have come, and never takes one back", async () => {
      const store = await (await place()).open()
      const id = randomUUID()
      const stages = [recordOf(id), recordOf(id, completed("a")), recordOf(id, { ...completed("a"), reported: true })]
      for (const record of stages) expect(await store.keep(record)).toEqual(record)
      for (const record of stages) expect(await store.keep(record)).toEqual(stages[2])
    })

    it("by the first verdict of several, and by the buyer's first answer", async () => {
      const store = await (await place()).open()
      const [one, two, three] = [randomUUID(), randomUUID(), randomUUID()]
      await store.keep(recordOf(one))
      await store.keep(recordOf(one, completed("first")))
      expect(await store.keep(recordOf(one, completed("second")))).toEqual(recordOf(one, completed("first")))
      await store.keep(recordOf(two))
      expect(await store.keep(recordOf(two, declinedByBuyer))).toEqual(recordOf(two))
      await store.keep(recordOf(three, declinedByBuyer))
      expect(await store.keep(recordOf(three))).toEqual(recordOf(three, declinedByBuyer))
    })

    it("and names those that are not reported, the longest kept first", async () => {
      const { open } = await place()
      const store = await open()
      const ids = [randomUUID(), randomUUID(), randomUUID(), randomUUID()]
      for (const id of ids) {
        await store.keep(recordOf(id, { state: "s" }))
        await nextMillisecond()
      }
      await store.keep(recordOf(ids[0] ?? "", { state: "s", ...completed("a") }))
      await store.keep(recordOf(ids[1] ?? "", { state: "s", ...completed("a"), reported: true }))
      const next = isDurable ? await open() : store
      expect(idsOf(await next.unfinished())).toEqual([ids[0], ids[2], ids[3]])
      expect((await next.unfinished())[1]).toEqual(recordOf(ids[2] ?? "", { state: "s" }))
    })
  })

  if (!isDurable) return
  describe(`${name}, shared by processes`, () => {
    it("gives each the same ids and the same first verdict", async () => {
      const { open, program } = await place()
      const store = await open()
      const run = racing(program, recordOf("raced-0123456789abcdef"))
      const [first, ...others] = await Promise.all([run("a"), run("b"), run("c")])
      expect(first?.ids).toHaveLength(20)
      for (const other of others) expect(other).toEqual(first)
      expect(await store.unfinished()).toEqual([first?.record])
    })

    it("has lost nothing that a killed one was told is kept", async () => {
      const { open, program } = await place()
      const record = recordOf(randomUUID())
      const killed = `${program}
        const id = await store.getOrCreate("${hashOf("killed")}", () => "kept-0123456789abcdef")
        await store.keep(${JSON.stringify(record)})
        process.stdout.write(id, () => process.kill(process.pid, "SIGKILL"))`
      const { stdout } = await runProgram(killed).catch((error: { stdout: string }) => error)
      expect(stdout).toBe("kept-0123456789abcdef")
      const next = await open()
      expect(await next.getOrCreate(hashOf("killed"), neverMade)).toBe("kept-0123456789abcdef")
      expect(await next.unfinished()).toEqual([record])
    })
  })
}

/** A process that asks for the same ids as its rivals and would decide the same install its own way. */
const racing = (program: string, record: InstallRecord) => async (who: string) => {
  const verdict = JSON.stringify({ ...record, verdict: { outcome: "completed", targetInstallRef: who } })
  const { stdout } = await runProgram(`${program}
    const ids = []
    for (let round = 0; round < 20; round++) ids.push(await store.getOrCreate("hash" + round, () => "${who}" + round))
    await store.keep(${JSON.stringify(record)})
    console.log(JSON.stringify({ ids, record: await store.keep(${verdict}) }))
    process.exit()`)
  return JSON.parse(stdout) as { ids: string[]; record: InstallRecord }
}

const runProgram = (program: string) =>
  promisify(execFile)(process.execPath, ["--input-type=module", "-e", program], { cwd: import.meta.dirname })

/** Records are ordered by the clock, which tests do not set. */
async function nextMillisecond(): Promise<void> {
  const startMs = Date.now()
  while (Date.now() === startMs) await new Promise(setImmediate)
}
