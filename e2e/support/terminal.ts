import { fileURLToPath } from "node:url"
import { spawn } from "@lydell/node-pty"

const bin = fileURLToPath(new URL("../../packages/cli/dist/bin.cjs", import.meta.url))

/** A person at a terminal who typed `fleetprompt …`. */
export interface Terminal {
  /** All that was written so far, without the orders that colour it and move the cursor. */
  screen(): string
  /** Everything as it came. */
  raw(): string
  /** Resolves once the screen shows it; rejects where the program ends first. */
  shows(pattern: RegExp): Promise<void>
  type(keys: string): void
  readonly exited: Promise<number>
}

export const keys = { enter: "\r", interrupt: "\u0003" } as const

/** Starts the built CLI on a pseudo-terminal. */
export function openTerminal(args: readonly string[], options: { cwd: string; env: Record<string, string> }): Terminal {
  const child = spawn(process.execPath, [bin, ...args], {
    cols: 100,
    rows: 40,
    cwd: options.cwd,
    env: { PATH: process.env["PATH"] ?? "", TERM: "xterm-256color", HOME: options.cwd, ...options.env },
  })
  let written = ""
  const listeners = new Set<() => void>()
  const screen = () => written.replaceAll(/\u001b\[[0-?]*[ -/]*[@-~]|\u001b\][^\u0007\u001b]*(?:\u0007|\u001b\\)/g, "")
  child.onData((data) => {
    written += data
    for (const listener of listeners) listener()
  })
  const exited = new Promise<number>((resolve) => child.onExit(({ exitCode }) => resolve(exitCode)))
  return {
    screen,
    raw: () => written,
    shows: (pattern) =>
      new Promise((resolve, reject) => {
        const look = () => {
          if (!pattern.test(screen())) return
          listeners.delete(look)
          resolve()
        }
        listeners.add(look)
        look()
        void exited.then((code) => reject(new Error(`It ended with ${code} before it showed ${pattern}.\n${screen()}`)))
      }),
    type: (text) => child.write(text),
    exited,
  }
}
