import { stat } from "node:fs/promises"
import { basename, dirname, join, relative, resolve } from "node:path"
import { limits } from "@fleetprompt/sdk/contracts"
import { CliError, usageError } from "../errors.ts"
import { readText } from "./read-text.ts"

/** A manifest's text and where it stands. */
export interface ManifestSource {
  readonly path: string
  /** The path as the person would type it. */
  readonly displayPath: string
  /** The folder that file references start from and may not leave. */
  readonly folder: string
  readonly text: string
  /** The key the manifest sits under: `fleetprompt` in a package.json, none elsewhere. */
  readonly root: readonly string[]
}

/** The places a manifest is looked for in a folder; the first that exists is taken. */
const manifestPlaces = [
  "fleetprompt.yaml",
  "fleetprompt.yml",
  "fleetprompt.json",
  ".config/fleetprompt.yaml",
  ".config/fleetprompt.yml",
  ".config/fleetprompt.json",
  "package.json",
] as const

/**
 * Finds the manifest: the named file or folder, else from `cwd` upwards to the root of its git repository, and
 * outside of one in `cwd` alone. Data files only: no place is ever loaded as code, and no other file is consulted.
 * (cosmiconfig would run a `.config/config.js` it finds, whatever loaders it is given.)
 * @throws CliError where there is none, or it cannot be read.
 */
export async function findManifest(cwd: string, path?: string): Promise<ManifestSource> {
  if (path === undefined) return (await searchUpwards(cwd, cwd)) ?? notFound("here or in a folder above")
  const named = resolve(cwd, path)
  if (!(await isDirectory(named))) return await open(cwd, named)
  return (await searchFolder(cwd, named)) ?? notFound(`in ${path}`)
}

/** The manifest of this very folder, if it has one. */
export async function searchFolder(cwd: string, folder: string): Promise<ManifestSource | undefined> {
  for (const place of manifestPlaces) {
    const path = join(folder, place)
    const read = await readText(path, limits.manifestBytesMax)
    if ("text" in read ? isManifest(path, read.text) : !read.isMissing && !isPackageFile(path)) {
      return await open(cwd, path)
    }
  }
  return undefined
}

async function searchUpwards(cwd: string, folder: string): Promise<ManifestSource | undefined> {
  const repository = await repositoryOf(folder)
  for (let current = folder; ; current = dirname(current)) {
    const found = await searchFolder(cwd, current)
    if (found !== undefined || repository === undefined || current === repository) return found
  }
}

async function repositoryOf(folder: string): Promise<string | undefined> {
  // In a worktree or submodule .git is a file.
  if (await exists(join(folder, ".git"))) return folder
  const parent = dirname(folder)
  return parent === folder ? undefined : await repositoryOf(parent)
}

async function open(cwd: string, path: string): Promise<ManifestSource> {
  const displayPath = relative(cwd, path) || path
  const read = await readText(path, limits.manifestBytesMax)
  if (!("text" in read)) {
    throw usageError(`The manifest ${displayPath} ${read.complaint}.`, "Name a manifest, or run `fleetprompt init`.")
  }
  const parent = dirname(path)
  return {
    path,
    displayPath,
    folder: basename(parent) === ".config" ? dirname(parent) : parent,
    text: read.text,
    root: isPackageFile(path) ? ["fleetprompt"] : [],
  }
}

const isPackageFile = (path: string) => basename(path) === "package.json"

// A package.json is everybody's file: it is a manifest only where it says so. One that is broken is left to its owner.
function isManifest(path: string, text: string): boolean {
  if (!isPackageFile(path)) return true
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === "object" && value !== null && "fleetprompt" in value
  } catch {
    return false
  }
}

function notFound(where: string): never {
  throw new CliError({
    code: "MANIFEST_NOT_FOUND",
    message: `There is no manifest ${where}.`,
    remedy: "Run `fleetprompt init` to write one, or name it with --config <file>.",
  })
}

const exists = async (path: string) => (await statusOf(path)) !== undefined
const isDirectory = async (path: string) => (await statusOf(path))?.isDirectory() ?? false
const statusOf = async (path: string) => await stat(path).catch(() => undefined)
