import { spawn } from "node:child_process"
import { once } from "node:events"
import { realpathSync } from "node:fs"
import { dirname } from "node:path"

/** A safe for secrets that the operating system keeps, by account. Every method may fail where nobody opens it. */
export interface Keyring {
  get(account: string): Promise<string | undefined>
  set(account: string, secret: string): Promise<void>
  remove(account: string): Promise<unknown>
}

const service = "fleetprompt"
/** A locked keyring may ask on a screen nobody sits at; then it counts as not there. */
const answerMsMax = 3_000

/**
 * What is asked in a process of its own: on Linux the package waits for the session's bus without letting go of the
 * thread, so within ours no timer would end it. The secret goes in and out by pipes, where nobody lists it.
 */
const asked = `
const { act, service, account, secret } = JSON.parse(require("node:fs").readFileSync(0, "utf8"))
const { Entry } = require("@napi-rs/keyring")
const entry = new Entry(service, account)
const acts = { get: () => entry.getPassword(), set: () => entry.setPassword(secret), remove: () => entry.deletePassword() }
process.stdout.write(JSON.stringify(acts[act]() ?? null))`

/**
 * The keyring by way of the optional package, or undefined where that is not installed.
 * @param program The path this program was started by; the package is looked for from there.
 */
export async function systemKeyring(program: string): Promise<Keyring | undefined> {
  // By a name the bundler does not follow: the package is optional, and holds code for one platform.
  const name = "@napi-rs/keyring"
  try {
    await import(name)
    const folder = dirname(realpathSync(program))
    return {
      get: async (account) => (await ask(folder, { act: "get", account })) ?? undefined,
      set: async (account, secret) => {
        await ask(folder, { act: "set", account, secret })
      },
      remove: async (account) => await ask(folder, { act: "remove", account }),
    }
  } catch {
    return undefined
  }
}

interface Question {
  readonly act: "get" | "set" | "remove"
  readonly account: string
  readonly secret?: string
}

/** @throws Error where the keyring refuses, or does not answer in time. */
async function ask(folder: string, question: Question): Promise<string | null> {
  const child = spawn(process.execPath, ["-e", asked], {
    cwd: folder,
    stdio: ["pipe", "pipe", "ignore"],
    timeout: answerMsMax,
    killSignal: "SIGKILL",
    windowsHide: true,
  })
  let answer = ""
  child.stdout.setEncoding("utf8").on("data", (text: string) => (answer += text))
  // Who ends before it has read everything is told of by the exit code.
  child.stdin.on("error", () => {}).end(JSON.stringify({ service, ...question }))
  const [code] = await once(child, "close")
  if (code !== 0) throw new Error("The keyring did not answer, or said no.")
  return JSON.parse(answer)
}
