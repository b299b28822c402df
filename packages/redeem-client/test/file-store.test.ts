import { appendFile, mkdtemp, open, readFile, rm, stat, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileStore } from "@fleetprompt/redeem-client/node"
import { beforeEach, describe, expect, it, onTestFinished, vi } from "vitest"
import { hashOf, neverMade, recordOf } from "./support/store-exam.ts"

let path: string

beforeEach(async () => {
  const folder = await mkdtemp(join(tmpdir(), "fleetprompt-store-"))
  path = join(folder, "redemptions.jsonl")
  onTestFinished(() => rm(folder, { recursive: true }))
})

describe("the file store", () => {
  it("only ever appends", async () => {
    const store = fileStore(path)
    await store.getOrCreate(hashOf("a"), () => "first")
    const before = await readFile(path, "utf8")
    await store.getOrCreate(hashOf("b"), () => "second")
    const after = await readFile(path, "utf8")
    expect(after.startsWith(before)).toBe(true)
    const lines = after.split("\n").filter((line) => line !== "")
    expect(lines.map((line): unknown => JSON.parse(line))).toEqual([
      { tokenHash: hashOf("a"), redemptionId: "first" },
      { tokenHash: hashOf("b"), redemptionId: "second" },
    ])
  })

  it("makes a file that its owner alone can read", async () => {
    await fileStore(path).getOrCreate(hashOf("a"), () => "first")
    expect(((await stat(path)).mode & 0o777).toString(8)).toBe("600")
  })

  it("answers only once the record and the folder are on disk", async () => {
    const prototype = await openFilePrototype()
    const reached = Promise.withResolvers<void>()
    const released = Promise.withResolvers<void>()
    const written: string[] = []
    vi.spyOn(prototype, "sync").mockImplementation(async () => {
      written.push(await readFile(path, "utf8"))
      reached.resolve()
      await released.promise
    })
    let answered = false
    const id = fileStore(path)
      .getOrCreate(hashOf("a"), () => "first")
      .finally(() => (answered = true))
    await reached.promise
    await new Promise(setImmediate)
    expect(answered).toBe(false)
    expect(written[0]).toContain("first")
    released.resolve()
    expect(await id).toBe("first")
    expect(written).toHaveLength(process.platform === "win32" ? 1 : 2)
  })

  it("answers nothing where the record does not reach the disk, and works again after", async () => {
    const prototype = await openFilePrototype()
    vi.spyOn(prototype, "sync").mockRejectedValueOnce(new Error("EIO"))
    const store = fileStore(path)
    await expect(store.getOrCreate(hashOf("a"), () => "first")).rejects.toThrow("EIO")
    expect(await store.getOrCreate(hashOf("a"), neverMade)).toBe("first")
  })

  it("says why where its file cannot be made", async () => {
    const store = fileStore(join(path, "not-a-folder", "redemptions.jsonl"))
    await expect(store.getOrCreate(hashOf("a"), () => "first")).rejects.toMatchObject({ code: "ENOENT" })
  })
})

describe("after a crash, the file store", () => {
  it.each([
    ["half a record", '\n{"tokenHash":"' + hashOf("torn").slice(0, 20)],
    ["a record without its end", `\n${JSON.stringify({ tokenHash: hashOf("torn"), redemptionId: "torn" })}`],
    ["half a character", Buffer.from([0x0a, 0xe2, 0x82])],
    ["the line break alone", "\n"],
  ])("goes on past %s", async (_what, torn) => {
    await fileStore(path).getOrCreate(hashOf("a"), () => "first")
    await appendFile(path, torn)
    const store = fileStore(path)
    expect(await store.getOrCreate(hashOf("a"), neverMade)).toBe("first")
    expect(await store.getOrCreate(hashOf("b"), () => "second")).toBe("second")
    expect(await fileStore(path).getOrCreate(hashOf("a"), neverMade)).toBe("first")
    expect(await fileStore(path).getOrCreate(hashOf("b"), neverMade)).toBe("second")
  })

  it("takes a whole record whose last line break is missing for what it says", async () => {
    await writeFile(path, JSON.stringify({ tokenHash: hashOf("torn"), redemptionId: "torn" }))
    const store = fileStore(path)
    const id = await store.getOrCreate(hashOf("torn"), () => "anew")
    expect(await store.getOrCreate(hashOf("torn"), neverMade)).toBe(id)
    expect(await fileStore(path).getOrCreate(hashOf("torn"), neverMade)).toBe(id)
  })

  it("takes a line in only once it is whole, and then in full", async () => {
    const store = fileStore(path)
    await store.getOrCreate(hashOf("a"), () => "first")
    const line = `\n${JSON.stringify({ tokenHash: hashOf("slow"), redemptionId: "of-the-other-process" })}\n`
    await appendFile(path, line.slice(0, 30))
    expect(await store.getOrCreate(hashOf("a"), neverMade)).toBe("first")
    await appendFile(path, line.slice(30))
    expect(await store.getOrCreate(hashOf("slow"), neverMade)).toBe("of-the-other-process")
  })

  it.each([
    "null",
    "7",
    "[]",
    "\u0000\u0000",
    `{"tokenHash":"${hashOf("a")}"}`,
    `{"tokenHash":"${hashOf("a")}","redemptionId":7}`,
    `{"tokenHash":"${hashOf("a")}","redemptionId":null}`,
    `{"tokenHash":["${hashOf("a")}"],"redemptionId":"other"}`,
    `{"redemptionId":"other"}`,
    `{"install":null}`,
    `{"install":{"verdict":null,"reported":false}}`,
    `{"install":{"redemption":{"redemptionId":7},"verdict":null,"reported":false}}`,
  ])("passes over the line %j", async (line) => {
    await writeFile(path, `${line}\n`)
    const store = fileStore(path)
    expect(await store.getOrCreate(hashOf("a"), () => "first")).toBe("first")
    expect(await store.unfinished()).toEqual([])
  })

  it("starts afresh where the file was replaced by a shorter one", async () => {
    const store = fileStore(path)
    await store.getOrCreate(hashOf("a"), () => "first")
    await writeFile(path, "")
    expect(await store.getOrCreate(hashOf("a"), () => "second")).toBe("second")
    expect(await fileStore(path).getOrCreate(hashOf("a"), neverMade)).toBe("second")
  })

  it("forgets installs with the file that held them", async () => {
    const store = fileStore(path)
    await store.keep(recordOf("0123456789abcdef"))
    await writeFile(path, "")
    expect(await store.unfinished()).toEqual([])
  })
})

describe("under calls at the same time, the file store", () => {
  it("gives one token one id, made once", async () => {
    const store = fileStore(path)
    const make = vi.fn(() => crypto.randomUUID())
    const ids = await Promise.all(Array.from({ length: 50 }, () => store.getOrCreate(hashOf("a"), make)))
    expect(new Set(ids).size).toBe(1)
    expect(make).toHaveBeenCalledTimes(1)
  })

  it("agrees with another store on the same file", async () => {
    const stores = Array.from({ length: 8 }, () => fileStore(path))
    for (let round = 0; round < 10; round++) {
      const ask = (store: ReturnType<typeof fileStore>) =>
        store.getOrCreate(hashOf(String(round)), () => crypto.randomUUID())
      expect(new Set(await Promise.all(stores.map(ask))).size).toBe(1)
    }
  })
})

/** What every open file inherits from; `node:fs/promises` does not export it. */
async function openFilePrototype() {
  onTestFinished(() => void vi.restoreAllMocks())
  const file = await open(path, "a")
  await file.close()
  const prototype: typeof file = Object.getPrototypeOf(file)
  return prototype
}
