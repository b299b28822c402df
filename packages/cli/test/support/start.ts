import { spawn } from "node:child_process"
import { once } from "node:events"
import { fileURLToPath } from "node:url"

const bin = fileURLToPath(new URL("../../src/bin.ts", import.meta.url))

interface Start {
  /** Options of Node's. */
  readonly node?: readonly string[]
  readonly env?: Record<string, string>
  readonly cwd?: string
  readonly stdin?: string
}

/** Starts the command as a process of its own. */
export function start(args: readonly string[], { node = [], env = {}, cwd, stdin }: Start = {}) {
  const child = spawn(process.execPath, [...node, "--conditions=@fleetprompt/source", bin, ...args], {
    cwd,
    env: { PATH: process.env["PATH"], ...env },
    stdio: "pipe",
  })
  child.stdin.end(stdin)
  const text = { stdout: "", stderr: "" }
  child.stdout.on("data", (chunk) => (text.stdout += String(chunk)))
  child.stderr.on("data", (chunk) => (text.stderr += String(chunk)))
  const ended = once(child, "close").then(([exitCode]) => ({ exitCode: Number(exitCode), ...text }))
  return { child, ended }
}
