import { readFile } from "node:fs/promises"
import { basename, join } from "node:path"
import { limits, listingFields, version as versionSchema } from "@fleetprompt/sdk/contracts"
import type * as z from "zod"
import { readText } from "../../manifest/read-text.ts"

/** What a folder tells about the asset in it. Each is a proposal, and valid in a manifest as it stands. */
export interface Detected {
  readonly handle: string | undefined
  readonly slugName: string | undefined
  readonly summary: string | undefined
  readonly version: string | undefined
  readonly repoUrl: string | undefined
  /** The folder's README, if it fits into a description. */
  readonly readme: string | undefined
}

/** Looks at package.json, the git remote and the README. Nothing is run and nothing is required. */
export async function detect(folder: string): Promise<Detected> {
  const [pkg, remote, readme] = await Promise.all([readPackage(folder), gitRemote(folder), findReadme(folder)])
  const repoUrl = valid(listingFields.repoUrl, remote ?? httpsAddress(repositoryOf(pkg)))
  const [scope, unscoped] = splitPackageName(text(pkg["name"]))
  const slugName = slugPart(unscoped ?? basename(folder), limits.listingNameLengthMax)
  const owner = repoUrl && new URL(repoUrl).pathname.split("/")[1]
  return {
    handle: slugPart(scope ?? owner ?? "", limits.handleLengthMax),
    slugName,
    summary: valid(listingFields.summary, text(pkg["description"])),
    version: valid(versionSchema, text(pkg["version"])),
    repoUrl: repoUrl ?? undefined,
    readme,
  }
}

async function readPackage(folder: string): Promise<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(await readFile(join(folder, "package.json"), "utf8"))
    return typeof value === "object" && value !== null ? { ...value } : {}
  } catch {
    return {}
  }
}

function repositoryOf(pkg: Record<string, unknown>): string | undefined {
  const repository = pkg["repository"]
  const nested = typeof repository === "object" && repository !== null ? Reflect.get(repository, "url") : repository
  const address = text(nested)
  return address && /^[\w.-]+\/[\w.-]+$/.test(address) ? `https://github.com/${address}` : address
}

async function gitRemote(folder: string): Promise<string | undefined> {
  const config = await readFile(join(folder, ".git", "config"), "utf8").catch(() => "")
  return httpsAddress(/\[remote "origin"\][^[]*?\burl\s*=\s*(\S+)/.exec(config)?.[1])
}

/** A repository's address as people can open it: https, and without the token a CI may have put into it. */
function httpsAddress(address: string | undefined): string | undefined {
  if (address === undefined) return undefined
  const ssh = /^(?:git\+)?(?:ssh:\/\/)?git@([\w.-]+)[:/](.+?)(?:\.git)?\/?$/.exec(address)
  if (ssh) return `https://${ssh[1]}/${ssh[2]}`
  const plain = address.replace(/^git\+/, "").replace(/^git:/, "https:")
  if (!URL.canParse(plain) || !plain.startsWith("http")) return undefined
  const { host, pathname } = new URL(plain)
  return `https://${host}${pathname}`.replace(/(?:\.git)?\/?$/, "")
}

async function findReadme(folder: string): Promise<string | undefined> {
  for (const file of ["README.md", "readme.md", "Readme.md"]) {
    const read = await readText(join(folder, file), limits.descriptionLengthMax)
    if ("text" in read && listingFields.description.safeParse(read.text).success) return file
  }
  return undefined
}

function splitPackageName(name: string | undefined): [scope: string | undefined, unscoped: string | undefined] {
  const [, scope, unscoped] = /^(?:@([^/]+)\/)?(.+)$/.exec(name ?? "") ?? []
  return [scope, unscoped]
}

/** The nearest valid part of a slug, or undefined where nothing is left of the text. */
function slugPart(words: string, lengthMax: number): string | undefined {
  const part = words
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, lengthMax)
    .replace(/^-+|-+$/g, "")
  return part.length >= 2 ? part : undefined
}

/** `support-triage` as a name people read. */
export const titleOf = (slugName: string): string =>
  slugName.replace(/(^|-)([a-z0-9])/g, (_, dash, letter) => `${dash && " "}${letter.toUpperCase()}`)

const text = (value: unknown) => (typeof value === "string" && value !== "" ? value : undefined)

function valid<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> | undefined {
  const parsed = schema.safeParse(value)
  return parsed.success ? parsed.data : undefined
}
