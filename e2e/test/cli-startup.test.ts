import { execFile } from "node:child_process"
import { once } from "node:events"
import {
  chmod,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  symlink,
  utimes,
  writeFile,
} from "node:fs/promises"
import { createServer, type Server } from "node:http"
import type { AddressInfo } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { promisify } from "node:util"
import { afterAll, beforeAll, describe, expect, it } from "vitest"

const run = promisify(execFile)
const cli = fileURLToPath(new URL("../../packages/cli", import.meta.url))
const bin = join(cli, "dist/bin.cjs")
const watcher = fileURLToPath(new URL("../support/loaded-modules.cjs", import.meta.url))

/** Node's own modules that cost a run much and that hardly a command needs. */
const dear = ["node:child_process", "node:crypto", "node:https", "node:tls", "node:os", "node:tty", "node:readline"]

describe("T-CLI-4 · What the built CLI loads", () => {
  let registry: Server
  let folder: string
  let env: NodeJS.ProcessEnv

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "fleetprompt-startup-"))
    registry = createServer((_, response) => {
      response.setHeader("content-type", "application/json")
      response.end(JSON.stringify({ data: [], page: { nextCursor: null }, facets: null, suggestions: null }))
    }).listen(0, "127.0.0.1")
    await once(registry, "listening")
    const { port } = registry.address() as AddressInfo
    env = { PATH: process.env["PATH"], HOME: folder, FLEETPROMPT_URL: `http://127.0.0.1:${port}` }
  })
  afterAll(async () => {
    registry.closeAllConnections()
    registry.close()
    await rm(folder, { recursive: true, force: true })
  })

  /** The files of the CLI and the modules of Node a command asked for, in that order. */
  async function loaded(...args: string[]): Promise<{ files: string[]; node: string[] }> {
    // What comes out of the cache is not asked of Node.
    const uncached = { ...env, NODE_DISABLE_COMPILE_CACHE: "1" }
    const { stderr } = await run(process.execPath, ["--require", watcher, bin, ...args], { env: uncached })
    const names = JSON.parse(stderr.split("\n").at(-2) ?? "") as string[]
    return {
      files: names.filter((name) => name.endsWith(".cjs")),
      node: names.filter((name) => dear.includes(name)),
    }
  }

  it.each([[["--version"]], [["-v"]], [["--help"]], [["-h"]], [["help"]]])(
    "is nothing but itself for %j",
    async (args) => {
      expect(await loaded(...args)).toEqual({ files: ["bin.cjs"], node: [] })
    },
  )

  it("is the command line and one command for a search, and no schema", async () => {
    expect(await loaded("search", "x", "--json")).toEqual({
      files: ["bin.cjs", "main.cjs", "commander.cjs", "command-search.cjs"],
      node: [],
    })
  })

  it("is no other command for the help of one", async () => {
    const { files } = await loaded("search", "--help")
    expect(files).toEqual(["bin.cjs", "main.cjs", "commander.cjs", "command-search.cjs"])
  })

  it.each([80, 81, 120, 200])("says what the command line itself says, in %i columns", async (columns) => {
    const width = `Object.defineProperty(process.stdout, "columns", { value: ${columns} })`
    const wide = ["--import", `data:text/javascript,${encodeURIComponent(width)}`]
    const [written, worked] = await Promise.all([
      run(process.execPath, [...wide, bin, "--help"], { env }),
      run(process.execPath, [...wide, bin, "--quiet", "--help"], { env }),
    ])
    expect(written.stdout).toBe(worked.stdout)
  })

  describe("the compile cache", () => {
    const searched = async (home: string) =>
      await run(process.execPath, [bin, "search", "x", "--json"], { env: { ...env, XDG_CACHE_HOME: home } })
    const cacheHome = async (name: string) => {
      const home = join(folder, name)
      await mkdir(home, { mode: 0o700 })
      return home
    }

    /** The files of the cache by name, with what tells one writing of a file from another. */
    async function kept(home: string): Promise<Map<string, number>> {
      const folders = await readdir(join(home, "fleetprompt"))
      expect(folders).toEqual([`${process.version}-${process.arch}`])
      const cache = join(home, "fleetprompt", ...folders)
      const names = await readdir(cache)
      return new Map(await Promise.all(names.map(async (name) => [name, (await stat(join(cache, name))).ino] as const)))
    }
    const cacheOf = (home: string) => join(home, "fleetprompt", `${process.version}-${process.arch}`)

    it("is in a folder that nobody else can look into", async () => {
      const home = await cacheHome("own")
      await searched(home)
      expect((await stat(join(home, "fleetprompt"))).mode & 0o777).toBe(0o700)
      for (const name of (await kept(home)).keys()) {
        expect((await stat(join(cacheOf(home), name))).mode & 0o777).toBe(0o600)
      }
    })

    it("holds each part that the command ran, and is read by the next run of it", async () => {
      const home = await cacheHome("read")
      const first = await searched(home)
      const written = await kept(home)
      const parts = [...written.keys()].map((name) => name.replace(/\.[0-9a-f]{20}$/, ""))
      expect(parts.toSorted()).toEqual(["search.command-search", "search.commander", "search.main"])
      expect(await searched(home)).toEqual(first)
      expect(await kept(home)).toEqual(written)
      const uncached = { ...env, XDG_CACHE_HOME: home, NODE_DISABLE_COMPILE_CACHE: "1" }
      expect(await run(process.execPath, [bin, "search", "x", "--json"], { env: uncached })).toEqual(first)
    })

    it.each([
      ["nothing", () => ""],
      ["other things", () => "not what V8 makes"],
      ["the beginning of what V8 made", (made: Buffer) => made.subarray(0, made.length / 2)],
    ])("is made anew where it holds %s", async (what, instead) => {
      const home = await cacheHome(`damaged by ${what}`)
      const first = await searched(home)
      const names = [...(await kept(home)).keys()]
      for (const name of names) {
        const path = join(cacheOf(home), name)
        await writeFile(path, instead(await readFile(path)))
      }
      expect(await searched(home)).toEqual(first)
      const renewed = await kept(home)
      expect([...renewed.keys()]).toEqual(names)
      expect(await searched(home)).toEqual(first)
      expect(await kept(home)).toEqual(renewed)
    })

    it("has no place for a command that is none, and none for one that failed", async () => {
      const home = await cacheHome("failed")
      for (const args of [["serch"], ["search", "--no-such-flag"]]) {
        const failed = run(process.execPath, [bin, ...args], { env: { ...env, XDG_CACHE_HOME: home } })
        await expect(failed).rejects.toMatchObject({ code: 2 })
      }
      expect(await readdir(join(home, "fleetprompt"))).toEqual([])
    })

    it("lets go of what was not made anew for a month", async () => {
      const home = await cacheHome("old")
      await searched(home)
      const [stale = "", ...others] = [...(await kept(home)).keys()]
      await rename(join(cacheOf(home), stale), join(cacheOf(home), "search.main.0123"))
      await utimes(join(cacheOf(home), "search.main.0123"), 0, 0)
      await searched(home)
      expect([...(await kept(home)).keys()].toSorted()).toEqual([stale, ...others].toSorted())
    })

    it("is left alone where others may write to it", async () => {
      const home = await cacheHome("shared")
      await mkdir(join(home, "fleetprompt"))
      await chmod(join(home, "fleetprompt"), 0o777)
      await searched(home)
      expect(await readdir(join(home, "fleetprompt"))).toEqual([])
    })

    it("is left alone where others may put another folder in its place", async () => {
      const home = await cacheHome("open")
      await chmod(home, 0o777)
      await searched(home)
      expect(await readdir(join(home, "fleetprompt"))).toEqual([])
    })

    it("is left alone where a link stands in its place", async () => {
      const home = await cacheHome("linked")
      const elsewhere = await cacheHome("elsewhere")
      await symlink(elsewhere, join(home, "fleetprompt"))
      await searched(home)
      expect(await readdir(elsewhere)).toEqual([])
    })

    it("is not missed where there is no home for it", async () => {
      expect(JSON.parse((await searched("/dev/null/none")).stdout)).toMatchObject({ data: [] })
    })
  })
})
