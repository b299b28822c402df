import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"
import { fileURLToPath } from "node:url"

const script = fileURLToPath(new URL("storage-process.ts", import.meta.url))

/** Starts a process that uses the store of that URL, and returns once it has said its word. */
export async function startProcess(action: "open" | "write" | "hang", url: string, sub = ""): Promise<ChildProcess> {
  const conditions = ["--conditions=@fleetprompt/source", "--disable-warning=ExperimentalWarning"]
  const child = spawn(process.execPath, [...conditions, script, action, url, sub], {
    stdio: ["ignore", "pipe", "pipe"],
  })
  let errors = ""
  child.stderr.on("data", (chunk) => {
    errors += String(chunk)
  })
  const word = once(child.stdout, "data")
  const end = once(child, "close").then(([code]) => {
    throw new Error(`The process ended with ${String(code)}: ${errors}`)
  })
  await Promise.race([word, end])
  end.catch(() => {})
  return child
}

/** Ends a process as a power cut would: it gets no chance to do anything more. */
export async function kill(child: ChildProcess): Promise<void> {
  const exit = once(child, "exit")
  child.kill("SIGKILL")
  await exit
}
