import { spawn } from "node:child_process"
import { once } from "node:events"
import { writeFile } from "node:fs/promises"
import { join } from "node:path"

/** A shell that stays up between commands, so that folder and variables are those a reader would have. */
export interface Terminal {
  /** Runs commands to their end and returns what they print on stdout. Rejects where one fails. */
  run(commands: string): Promise<string>
  /** Starts a program that stays up, and returns what it has printed once that is enough. */
  start(command: string, isEnough: (printed: string) => boolean): Promise<string>
  /** Ends what runs in it, and the shell. */
  close(): Promise<void>
}

/** `scratch` is a folder for the commands themselves. */
export function openTerminal(scratch: string, cwd: string, env: NodeJS.ProcessEnv): Terminal {
  const shell = spawn("bash", ["--norc", "-e"], { cwd, env, stdio: ["pipe", "pipe", "pipe"], detached: true })
  const closed = once(shell, "close")
  let [stdout, stderr, count] = ["", "", 0]
  shell.stderr.on("data", (chunk) => (stderr += String(chunk)))
  shell.stdout.on("data", (chunk) => (stdout += String(chunk)))

  /** Commands go by a file, for otherwise they would stand where a program looks for its input. */
  async function send(commands: string, isEnough: (printed: string) => boolean): Promise<string> {
    const file = join(scratch, `commands-${shell.pid}-${(count += 1)}.sh`)
    await writeFile(file, `${commands}\n`)
    stdout = ""
    const shown = new Promise<string>((resolve, reject) => {
      const look = () => {
        if (!isEnough(stdout)) return
        shell.stdout.off("data", look)
        resolve(stdout)
      }
      shell.stdout.on("data", look)
      void closed.then(() => reject(new Error(`It failed:\n${commands}\n${stdout}\n${stderr}`)))
    })
    shell.stdin.write(`. '${file}' </dev/null\necho ${ended}\n`)
    return await shown
  }

  return {
    run: async (commands) =>
      (await send(commands, (printed) => printed.endsWith(`${ended}\n`))).slice(0, -ended.length - 1),
    start: send,
    async close() {
      if (shell.pid !== undefined && shell.exitCode === null) process.kill(-shell.pid, "SIGTERM")
      await closed
    },
  }
}

/** What no command prints. */
const ended = "--- the commands have ended ---"
