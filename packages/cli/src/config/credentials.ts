import { readFile, stat } from "node:fs/promises"
import { join } from "node:path"
import { CliError, usageError } from "../errors.ts"
import type { Io } from "../io.ts"
import { type CredentialFile, credentialFile, type CredentialStore, credentialStores } from "./credential-file.ts"
import { configFolder, hasHome, writePrivately } from "./folder.ts"
import type { Keyring } from "./keyring.ts"
import { parseJson } from "../parse-json.ts"

type Surroundings = Pick<Io, "env" | "loadKeyring" | "nowMs">

/** A credential that `login` kept, without its secret. */
export interface KeptCredential {
  readonly registry: string
  readonly store: CredentialStore
  readonly savedAtMs: number
}

/** What is kept, for every registry. The keyring is not asked. */
export async function keptCredentials(io: Surroundings): Promise<KeptCredential[]> {
  const { credentials } = await read(io)
  return Object.entries(credentials).map(([registry, { store, savedAtMs }]) => ({ registry, store, savedAtMs }))
}

/** The secret kept for exactly this registry, or undefined. */
export async function keptSecret(io: Surroundings, registry: string): Promise<string | undefined> {
  const kept = (await read(io)).credentials[registry]
  if (kept?.store !== "keyring") return kept?.secret
  const keyring = await io.loadKeyring()
  const secret = await keyring?.get(registry).catch(() => undefined)
  if (secret !== undefined) return secret
  throw new CliError({
    code: "CREDENTIAL_UNREADABLE",
    message: "The keyring that holds the credential did not give it out.",
    remedy: "Unlock it, or run `fleetprompt login` again; FLEETPROMPT_CREDENTIAL_STORE=file keeps it in a file.",
  })
}

/** Keeps a secret for a registry, in the keyring where there is one. Says where it went. */
export async function keepSecret(io: Surroundings, registry: string, secret: string): Promise<CredentialStore> {
  const file = await read(io)
  const store = await storeFor(io, registry, secret)
  const kept = { store, savedAtMs: io.nowMs(), ...(store === "file" && { secret }) }
  await write(io, { ...file, credentials: { ...file.credentials, [registry]: kept } })
  return store
}

/** Forgets the secret of a registry. True where there was one. */
export async function forgetSecret(io: Surroundings, registry: string): Promise<boolean> {
  const file = await read(io)
  const { [registry]: kept, ...credentials } = file.credentials
  if (kept === undefined) return false
  if (kept.store === "keyring") await (await io.loadKeyring())?.remove(registry).catch(() => undefined)
  await write(io, { ...file, credentials })
  return true
}

async function storeFor(io: Surroundings, registry: string, secret: string): Promise<CredentialStore> {
  const wish = io.env["FLEETPROMPT_CREDENTIAL_STORE"] || "auto"
  if (!["auto", ...credentialStores].includes(wish)) {
    throw usageError("FLEETPROMPT_CREDENTIAL_STORE is not known.", "Set it to auto, keyring or file.")
  }
  if (wish === "file") return "file"
  const keyring = await io.loadKeyring()
  if (keyring !== undefined && (await isTaken(keyring, registry, secret))) return "keyring"
  if (wish === "auto") return "file"
  throw usageError(
    "There is no keyring that takes the credential.",
    "Install the optional package @napi-rs/keyring, or set FLEETPROMPT_CREDENTIAL_STORE=file.",
  )
}

/** Some keyrings take everything and give nothing back; only one that does is believed. */
const isTaken = async (keyring: Keyring, registry: string, secret: string): Promise<boolean> =>
  await keyring
    .set(registry, secret)
    .then(async () => (await keyring.get(registry)) === secret)
    .catch(() => false)

const pathOf = (io: Pick<Io, "env">) => join(configFolder(io), "credentials.json")

async function read(io: Pick<Io, "env">): Promise<CredentialFile> {
  const path = hasHome(io) ? pathOf(io) : undefined
  const status = path === undefined ? undefined : await stat(path).catch(() => undefined)
  if (path === undefined || status === undefined) return { version: 1, credentials: {} }
  // Windows keeps other people out by the folder's own list.
  if (process.platform !== "win32" && (status.mode & 0o077) !== 0) {
    throw unreadable(
      `${path} can be read by others.`,
      `Run \`chmod 600 ${path}\`, and replace what it holds if others are here.`,
    )
  }
  const parsed = credentialFile.safeParse(parseJson(await readFile(path, "utf8")))
  if (parsed.success) return parsed.data
  throw unreadable(`${path} is damaged.`, "Remove it, then run `fleetprompt login`.")
}

const write = async (io: Pick<Io, "env">, file: CredentialFile) =>
  await writePrivately(pathOf(io), `${JSON.stringify(file, null, 2)}\n`)

const unreadable = (message: string, remedy: string) => new CliError({ code: "CREDENTIAL_UNREADABLE", message, remedy })
