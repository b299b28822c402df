import { lstatSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { Script } from "node:vm"
import { cacheFolder } from "./cache-folder.ts"

/**
 * Loads a part of the built CLI and what it asks for, by what V8 made of them when this command ran before. Node's own
 * compile cache takes what V8 makes of a file before that runs, which is hardly any of its functions: the rest would
 * be compiled again in every run, and take as long as a request.
 * @param name `./main.cjs`
 * @param folder Where the parts are.
 * @param nodeRequire Loads what is not ours.
 */
export function loadPart(name: string, folder: string, nodeRequire: NodeJS.Require): unknown {
  const own = cacheFolder()
  if (own === undefined) return nodeRequire(name)
  // Another command runs other functions of the same part.
  const command = /^[a-z-]{1,20}$/.exec(process.argv[2] ?? "")?.[0] ?? "-"
  const cache = join(own, `${process.version}-${process.arch}`)
  const parts = new Map<string, { exports: unknown }>()
  const load = (asked: string): unknown => {
    if (!asked.startsWith("./")) return nodeRequire(asked)
    const known = parts.get(asked)
    if (known !== undefined) return known.exports
    const module = { exports: {} }
    parts.set(asked, module)
    const path = join(folder, asked)
    compile(path, cache, command)(module.exports, load, module, path, folder)
    return module.exports
  }
  return load(name)
}

/** As Node wraps a file. */
const head = "(function (exports, require, module, __filename, __dirname) { "
type Wrapped = (exports: object, require: (name: string) => unknown, module: object, ...paths: string[]) => void

/** What a file holds, as a function that has not run. What V8 makes of it is kept when the process ends. */
function compile(path: string, cache: string, command: string): Wrapped {
  const text = readFileSync(path, "utf8")
  // The build writes before each part what it is: its name and a digest.
  const what = /^\/\*([\w-]+\.[0-9a-f]+)\*\//.exec(text)?.[1]
  if (what === undefined) throw new Error(`${path} is damaged.`)
  const kept = join(cache, `${command}.${what}`)
  const cachedData = readIfThere(kept)
  // Places in the file are told without the head.
  const script = new Script(`${head}${text}\n})`, { filename: path, columnOffset: -head.length, cachedData })
  // V8 sees for itself whether it comes of the same version with the same flags.
  if (cachedData === undefined || script.cachedDataRejected) {
    process.once("exit", (exitCode) => {
      // What is no command has no place here, and one that failed ran other functions than it will.
      if (exitCode === 0) keep(script.createCachedData(), kept, cache)
    })
  }
  return script.runInThisContext() as Wrapped
}

function readIfThere(path: string): Buffer | undefined {
  try {
    return readFileSync(path)
  } catch {
    return undefined
  }
}

const keptMs = 30 * 86_400_000

/** Keeps what was made of a part, and removes what nobody made anew for long. */
function keep(made: Buffer, path: string, cache: string): void {
  const temporary = `${path}.${process.pid}`
  try {
    mkdirSync(cache, { recursive: true, mode: 0o700 })
    writeFileSync(temporary, made, { mode: 0o600, flag: "wx" })
    renameSync(temporary, path)
    for (const each of readdirSync(cache).map((name) => join(cache, name))) {
      if (lstatSync(each).mtimeMs < Date.now() - keptMs) rmSync(each)
    }
  } catch {
    // A full disk costs the next run time, and nothing else.
    rmSync(temporary, { force: true })
  }
}
