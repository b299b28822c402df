import { spawn } from "node:child_process"
import { once } from "node:events"
import { chmod, mkdtemp, readdir, rm } from "node:fs/promises"
import { connect } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, beforeEach, expect, it, vi } from "vitest"
import { startPostgres } from "../postgres.ts"

/** A temporary folder of this test alone, open to all as such folders are, so that what is left behind is seen. */
let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "fleetprompt-test-"))
  await chmod(folder, 0o1777)
  vi.stubEnv("TMPDIR", folder)
})

afterEach(() => rm(folder, { recursive: true }))

it("starts on a loopback port, and leaves neither a server nor files behind when stopped", async () => {
  const postgres = await startPostgres()
  expect(await greet(postgres.url)).toBe("N")
  expect(await readdir(folder)).toHaveLength(1)
  await postgres.stop()
  expect(await greet(postgres.url)).toBeUndefined()
  expect(await readdir(folder)).toEqual([])
})

it("ends with the process that started it, even by SIGKILL", { timeout: 90_000 }, async () => {
  const script = `
    import { startPostgres } from "${join(import.meta.dirname, "../postgres.ts")}"
    process.stdout.write((await startPostgres()).url)`
  const parent = spawn(process.execPath, ["--input-type=module", "--eval", script])
  const [url] = (await once(parent.stdout, "data")) as [Buffer]
  expect(await greet(url.toString())).toBe("N")
  parent.kill("SIGKILL")
  await vi.waitUntil(async () => (await greet(url.toString())) === undefined, { timeout: 30_000 })
  await vi.waitUntil(async () => (await readdir(folder)).length === 0, { timeout: 30_000 })
})

/** What PostgreSQL's protocol answers `N` to, where TLS is off: a request for it. */
const tlsRequest = Buffer.from([0, 0, 0, 8, 4, 210, 22, 47])

/** The first byte a server says, or undefined where nobody listens. */
async function greet(url: string): Promise<string | undefined> {
  const { hostname, port } = new URL(url)
  const socket = connect(Number(port), hostname)
  try {
    socket.write(tlsRequest)
    const [answer] = (await once(socket, "data")) as [Buffer]
    return answer.toString()
  } catch {
    return undefined
  } finally {
    socket.destroy()
  }
}
