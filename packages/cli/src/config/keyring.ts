import type { AsyncEntry } from "@napi-rs/keyring"

/** A safe for secrets that the operating system keeps, by account. Every method may fail where nobody opens it. */
export interface Keyring {
  get(account: string): Promise<string | undefined>
  set(account: string, secret: string): Promise<void>
  remove(account: string): Promise<unknown>
}

interface KeyringPackage {
  readonly AsyncEntry: typeof AsyncEntry
}

const service = "fleetprompt"
/** A locked keyring may ask on a screen nobody sits at; then it counts as not there. */
const answerMsMax = 3_000

/** The keyring by way of the optional package, or undefined where that is not installed. */
export async function systemKeyring(): Promise<Keyring | undefined> {
  // By a name the bundler does not follow: the package is optional, and holds code for one platform.
  const name = "@napi-rs/keyring"
  try {
    const { AsyncEntry } = (await import(name)) as KeyringPackage
    const entry = (account: string) => new AsyncEntry(service, account)
    return {
      get: async (account) => (await inTime(entry(account).getPassword())) ?? undefined,
      set: async (account, secret) => await inTime(entry(account).setPassword(secret)),
      remove: async (account) => await inTime(entry(account).deletePassword()),
    }
  } catch {
    return undefined
  }
}

async function inTime<T>(answer: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error("The keyring did not answer in time.")), answerMsMax)
  })
  try {
    return await Promise.race([answer, late])
  } finally {
    clearTimeout(timer)
  }
}
