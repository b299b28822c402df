import { execFile } from "node:child_process"
import { createHash } from "node:crypto"
import { appendFile, mkdtemp, open, readFile, rm, stat, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { promisify } from "node:util"
import { fileStore } from "@fleetprompt/redeem-client/node"
import { beforeEach, describe, expect, it, onTestFinished, vi } from "vitest"

const hashOf = (text: string) => createHash("sha256").update(text).digest("hex")
const neverMade = () => {
  throw new Error("An id was made anew.")
}

let path: string

beforeEach(async () => {
  const folder = await mkdtemp(join(tmpdir(), "fleetprompt-store-"))
  path = join(folder, "redemptions.jsonl")
  onTestFinished(() => rm(folder, { recursive: true }))
})

describe("the file store", () => {
  it("keeps the first id of each token, also for the process after it", async () => {
    const store = fileStore(path)
    expect(await store.getOrCreate(hashOf("a"), () => "first")).toBe("first")
    expect(await store.getOrCreate(hashOf("a"), neverMade)).toBe("first")
    expect(await store.getOrCreate(hashOf("b"), () => "second")).toBe("second")
    expect(await fileStore(path).getOrCreate(hashOf("a"), neverMade)).toBe("first")
    expect(await fileStore(path).getOrCreate(hashOf("b"), neverMade)).toBe("second")
  })

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

  it.each(["null", "7", "[]", '{"tokenHash":1,"redemptionId":"x"}', '{"tokenHash":"x"}', "\u0000\u0000"])(
    "passes over the line %j",
    async (line) => {
      await writeFile(path, `${line}\n`)
      expect(await fileStore(path).getOrCreate(hashOf("a"), () => "first")).toBe("first")
    },
  )

  it("starts afresh where the file was replaced by a shorter one", async () => {
    const store = fileStore(path)
    await store.getOrCreate(hashOf("a"), () => "first")
    await writeFile(path, "")
    expect(await store.getOrCreate(hashOf("a"), () => "second")).toBe("second")
    expect(await fileStore(path).getOrCreate(hashOf("a"), neverMade)).toBe("second")
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

  it("gives many tokens an id each", async () => {
    const store = fileStore(path)
    const hashes = Array.from({ length: 50 }, (_, index) => hashOf(String(index)))
    const ids = await Promise.all(hashes.map((hash) => store.getOrCreate(hash, () => crypto.randomUUID())))
    expect(new Set(ids).size).toBe(50)
    const again = fileStore(path)
    expect(await Promise.all(hashes.map((hash) => again.getOrCreate(hash, neverMade)))).toEqual(ids)
  })

  it("agrees with another store on the same file", async () => {
    const stores = Array.from({ length: 8 }, () => fileStore(path))
    for (let round = 0; round < 10; round++) {
      const ask = (store: ReturnType<typeof fileStore>) =>
        store.getOrCreate(hashOf(String(round)), () => crypto.randomUUID())
      expect(new Set(await Promise.all(stores.map(ask))).size).toBe(1)
    }
  })

  it("agrees with other processes on the same file", async () => {
    const program = `
      const { fileStore } = await import(${JSON.stringify(import.meta.resolve("@fleetprompt/redeem-client/node"))})
      const store = fileStore(process.argv[1])
      const ids = []
      for (let round = 0; round < 40; round++) ids.push(await store.getOrCreate("hash" + round, () => crypto.randomUUID()))
      console.log(JSON.stringify(ids))`
    const run = () => promisify(execFile)(process.execPath, ["--input-type=module", "-e", program, path])
    const [first, ...others] = (await Promise.all([run(), run(), run()])).map(({ stdout }): unknown =>
      JSON.parse(stdout),
    )
    expect(first).toHaveLength(40)
    for (const other of others) expect(other).toEqual(first)
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
