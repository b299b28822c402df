import type { Release } from "../../domain/releases/release.ts"
import { compareHref, releaseHref } from "../address.ts"
import { revocationWords } from "../words.ts"
import { notesOf } from "./outline.ts"
import { ProvenanceLine } from "./provenance.tsx"
import { Prose } from "./raw-html.tsx"
import { Said } from "./text.tsx"
import { Day } from "./time.tsx"

interface EntriesProps {
  readonly slug: string
  readonly latestVersion: string | null
  readonly releases: readonly Release[]
}

/** Releases, newest first, each with its notes and what became of it. */
export const ReleaseEntries = ({ slug, latestVersion, releases }: EntriesProps) => (
  <ol class="releases">
    {releases.map((release, at) => {
      const before = releases[at + 1]
      return (
        <li class={release.revocation === null ? "release" : "release revoked"}>
          <header>
            <h3>
              <a class="version" href={releaseHref(slug, release.version)}>
                {release.version}
              </a>
              {release.version === latestVersion && <span class="tag-state good">latest</span>}
              {release.revocation !== null && <span class="tag-state bad">revoked</span>}
            </h3>
            <p class="soft">
              <Day atMs={release.publishedAtMs} />
              {before && (
                <>
                  {" · "}
                  <a href={compareHref(slug, before.version, release.version)}>changes since {before.version}</a>
                </>
              )}
            </p>
          </header>
          {release.provenance && <ProvenanceLine provenance={release.provenance} />}
          <RevocationNote release={release} />
          {release.notes === "" ? <p class="soft">No notes.</p> : <Prose html={notesOf(release.notes)} />}
        </li>
      )
    })}
  </ol>
)

/** Why a release was taken back, in a sentence. */
export const RevocationNote = ({ release: { revocation } }: { release: Release }) =>
  revocation && (
    <p class="revocation">
      Revoked on <Day atMs={revocation.atMs} />, because of {revocationWords[revocation.reason]}.{" "}
      {revocation.note !== null && <Said text={revocation.note} />}
    </p>
  )
