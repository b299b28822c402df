import { compare, prerelease } from "semver"

/** Whether a version goes before another as the one a listing offers: stable before prerelease, then the higher. */
export function outranks(version: string, other: string): boolean {
  const stable = prerelease(version) === null
  return stable === (prerelease(other) === null) ? compare(version, other) > 0 : stable
}

/** The release a listing offers: the highest stable version, else the highest prerelease, else none. */
export function latestOf<Release extends { readonly version: string }>(
  releases: readonly Release[],
): Release | undefined {
  return releases.reduce<Release | undefined>(
    (best, release) => (best === undefined || outranks(release.version, best.version) ? release : best),
    undefined,
  )
}
