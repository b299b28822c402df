import type { TargetSystem, VersionCheck } from "@fleetprompt/sdk/contracts"
import semver from "semver"
import type { Release } from "../releases/release.ts"
import type { Target } from "../targets/target.ts"

const systemOf: Readonly<Record<string, TargetSystem>> = {
  minWHSVersion: "whs",
  minAgentromaticVersion: "agentromatic",
  minAgentelicVersion: "agentelic",
}

/** Each minimum version of a release beside what a target says it runs. */
export function checkVersions(release: Pick<Release, "compatibility">, target: Target): VersionCheck[] {
  return Object.entries(systemOf).flatMap(([field, system]) => {
    const minimum = (release.compatibility as Readonly<Record<string, string | undefined>>)[field]
    if (minimum === undefined) return []
    const runs = target.systemVersions[system] ?? null
    return [{ system, minimum, runs, satisfied: runs === null ? null : isAtLeast(runs, minimum) }]
  })
}

/** Null where the minimum is no version that can be compared. */
function isAtLeast(runs: string, minimum: string): boolean | null {
  const [numbers = "", ...prerelease] = minimum.split("-")
  const [major = "0", minor = "0", patch = "0"] = numbers.split(".").map((part) => part.replace(/^0+(?=\d)/, ""))
  const full = semver.valid([`${major}.${minor}.${patch}`, ...prerelease].join("-"))
  return full === null ? null : semver.gte(runs, full)
}
