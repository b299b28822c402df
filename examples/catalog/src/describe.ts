import type { CreateListingRequest, PublishReleaseRequest } from "@fleetprompt/sdk/contracts"
import { categorize } from "./categorize.ts"
import type { Entry } from "./entry.ts"

/** An entry as a listing. What has a package can run as an agent; the rest is listed as a specification of one. */
export function listingOf(entry: Entry): CreateListingRequest {
  return {
    slug: `${entry.publisher}/${entry.name}`,
    assetKind: isPackaged(entry) ? "whs_agent" : "spec_asset",
    name: titleOf(entry.name),
    summary: entry.summary,
    description: descriptionOf(entry),
    tags: ["mcp", ...(isPackaged(entry) ? [entry.registry] : [])],
    categories: categorize(`${entry.name} ${entry.summary}`),
    repoUrl: entry.repoUrl,
  }
}

/** An entry's one release. The seed list names no version, so the day it was listed stands for one. */
export function releaseOf(entry: Entry): PublishReleaseRequest {
  const listed = new Date(entry.releasedAt)
  const version = `${listed.getUTCFullYear()}.${listed.getUTCMonth() + 1}.${listed.getUTCDate()}`
  const reference = `${entry.registry}:${entry.package}`
  return { version, refs: isPackaged(entry) ? { whsAgentId: reference } : { specAssetId: reference } }
}

const isPackaged = (entry: Entry): boolean => entry.registry !== "unknown"

const titleOf = (name: string): string =>
  name
    .split("-")
    .map((word) =>
      word === "mcp" || word === "api" ? word.toUpperCase() : word.charAt(0).toUpperCase() + word.slice(1),
    )
    .join(" ")

function descriptionOf(entry: Entry): string {
  const settings = entry.environment.map((name) => `- \`${name}\``)
  return [
    entry.summary,
    `Source: ${entry.repoUrl}`,
    ...(isPackaged(entry) ? [`Distributed on ${entry.registry} as \`${entry.package}\`.`] : []),
    ...(settings.length > 0 ? [`## Settings it asks for\n\n${settings.join("\n")}`] : []),
  ].join("\n\n")
}
