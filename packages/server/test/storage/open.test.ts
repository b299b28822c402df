import { mkdtemp, rm, writeFile } from "node:fs/promises"
import { createServer } from "node:net"
import { once } from "node:events"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { inspect } from "node:util"
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest"
import { openStore } from "../../src/storage/open.ts"
import { StorageError } from "../../src/storage/storage-error.ts"

/** Why a store cannot be opened. */
async function refusalOf(url: string): Promise<StorageError> {
  const error = await openStore(url).then(
    (store) => store.close(),
    (reason: unknown) => reason,
  )
  if (error instanceof StorageError) return error
  throw new Error("The store was opened, or refused in another way.", { cause: error })
}

describe("a SQLite store", () => {
  let folder: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "fleetprompt-open-"))
  })
  afterAll(() => rm(folder, { recursive: true }))

  it.each(["sqlite:%", "sqlite://%", "%"])("opens at %s", async (form) => {
    const url = form.replace("%", join(folder, "registry.db"))
    const store = await openStore(url)
    await expect(store.ping()).resolves.toBeUndefined()
    await store.close()
  })

  it("refuses a path in a folder that is not there, and a folder", async () => {
    const missing = join(folder, "missing", "registry.db")
    expect((await refusalOf(`sqlite:${missing}`)).message).toMatch(
      new RegExp(`^The SQLite database ${missing} cannot be opened: .*directory does not exist\\.$`),
    )
    expect((await refusalOf(folder)).message).toMatch(/cannot be opened: unable to open database file\.$/)
  })

  it("refuses a file that is no database", async () => {
    const path = join(folder, "letter.txt")
    await writeFile(path, "Dear reader, ".repeat(100))
    expect((await refusalOf(path)).message).toBe(
      `The SQLite database ${path} cannot be opened: file is not a database.`,
    )
  })

  it.each(["", "sqlite:", "sqlite::memory:", ":memory:"])("refuses %j, which is no file", async (url) => {
    expect((await refusalOf(url)).message).toContain("SQLite needs the path of a file")
  })
})

describe("a PostgreSQL store", () => {
  const secret = "s3cr3t-pässword"

  /** A URL of the running server with parts exchanged. */
  function urlWith(change: (url: URL) => void): string {
    const url = new URL(inject("postgresUrl"))
    change(url)
    return url.href
  }

  it("refuses a wrong password without a word of it", async () => {
    const error = await refusalOf(urlWith((url) => (url.password = secret)))
    expect(error.message).toMatch(/^PostgreSQL at 127\.0\.0\.1:\d+ cannot be used: password authentication failed/)
    expect(inspect(error, { depth: 10, showHidden: true })).not.toMatch(/s3cr3t/)
  })

  it("refuses a database that is not there", async () => {
    const error = await refusalOf(urlWith((url) => (url.pathname = "/nowhere")))
    expect(error.message).toMatch(/cannot be used: database "nowhere" does not exist\.$/)
  })

  it("refuses a server that does not answer, and says that trying again may help", async () => {
    const server = createServer().listen(0, "127.0.0.1")
    await once(server, "listening")
    const address = server.address()
    const port = typeof address === "object" ? address?.port : undefined
    server.close()
    const error = await refusalOf(`postgres://user:${secret}@127.0.0.1:${port}/registry`)
    expect(error.message).toBe(
      `PostgreSQL at 127.0.0.1:${port} cannot be used: connect ECONNREFUSED 127.0.0.1:${port}.`,
    )
    expect(error.retryable).toBe(true)
    expect(inspect(error, { depth: 10, showHidden: true })).not.toMatch(/s3cr3t/)
  })

  it("refuses a URL that is none without repeating it", async () => {
    const error = await refusalOf(`postgresql://user:${secret}@host:no-port/registry`)
    expect(error.message).toBe("The PostgreSQL URL is malformed.")
    expect(inspect(error, { depth: 10, showHidden: true })).not.toMatch(/s3cr3t/)
  })

  it.each(["0", "-1", "1.5", "many", "", "1001"])("refuses a pool of %j", async (size) => {
    const error = await refusalOf(urlWith((url) => url.searchParams.set("pool", size)))
    expect(error.message).toContain("must be a whole number from 1 to 1000")
  })
})

it("refuses a scheme that it does not know without repeating the rest", async () => {
  const error = await refusalOf("mysql://user:s3cr3t@host/registry")
  expect(error.message).toBe("A database URL begins with postgres:// or sqlite:, and this one with mysql://")
})
