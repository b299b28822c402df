import type { Listing } from "../../domain/listings/listing.ts"
import { slugOf } from "../../domain/listings/listing.ts"
import type { Release } from "../../domain/releases/release.ts"
import type { Target } from "../../domain/targets/target.ts"
import { limits } from "@fleetprompt/sdk/contracts"
import { installHref, releaseHref, releasesHref } from "../address.ts"
import { revocationWords, systemWords } from "../words.ts"
import { Command } from "./command.tsx"
import { Icon } from "./icons.tsx"
import { Said } from "./text.tsx"
import { Day } from "./time.tsx"

interface PanelProps {
  readonly listing: Listing
  /** What is looked at; undefined where nothing was ever released. */
  readonly release: Release | undefined
  /** Newest first, for the picker. */
  readonly releases: readonly Release[]
  readonly targets: readonly Target[]
}

/** How to get it, or why that is not possible: always in the same place. */
export const InstallPanel = ({ listing, release, releases, targets }: PanelProps) => {
  const fitting = targets.filter(({ assetKinds }) => assetKinds.includes(listing.assetKind))
  const isLatest = release?.version === listing.latestVersion
  return (
    <section class="panel" aria-labelledby="install">
      <header>
        <h2 id="install">Install</h2>
        {release && <VersionPicker listing={listing} release={release} releases={releases} />}
      </header>
      {release === undefined ? (
        <p class="soft">Nothing was released yet, so there is nothing to install.</p>
      ) : release.revocation !== null ? (
        <Revoked release={release} />
      ) : fitting.length === 0 ? (
        <p class="soft">No system that takes this kind is connected to this registry yet.</p>
      ) : (
        <>
          <Ways
            fitting={fitting}
            slug={slugOf(listing)}
            version={release.version}
            reference={isLatest ? slugOf(listing) : `${slugOf(listing)}@${release.version}`}
          />
          <p class="promise">
            Hands over this version’s references and digest, and who you are, to the target you name: once, within{" "}
            {limits.installTokenTtlMsDefault / 60_000} minutes. The target decides what becomes of it.
          </p>
        </>
      )}
    </section>
  )
}

/** One target is simply there; of several each can be opened, one at a time. */
const Ways = ({ fitting, ...line }: Omit<LineProps, "target"> & { fitting: readonly Target[] }) => {
  const [only, ...others] = fitting
  if (only !== undefined && others.length === 0) {
    return (
      <div class="way">
        <p>
          into <TargetName target={only} />
        </p>
        <InstallLine {...line} target={only} />
      </div>
    )
  }
  return (
    <>
      {fitting.map((target, at) => (
        <details class="way" name="target" open={at === 0}>
          <summary>
            into <TargetName target={target} />
          </summary>
          <InstallLine {...line} target={target} />
        </details>
      ))}
    </>
  )
}

const TargetName = ({ target }: { target: Target }) => (
  <>
    <b>{target.name}</b> <span class="soft">{systemWords[target.targetSystem]}</span>
  </>
)

interface LineProps {
  readonly slug: string
  readonly version: string
  /** The slug, with the version where that is not the latest. */
  readonly reference: string
  readonly target: Target
}

/** With the browser, or with the command line. */
const InstallLine = ({ slug, version, reference, target }: LineProps) => (
  <>
    <p>
      <a class="button" href={installHref({ listing: slug, version, target: target.name })}>
        Install into {target.name}
      </a>
    </p>
    <Command line={`fleetprompt install ${reference} --target ${target.name}`} label="the install command" />
  </>
)

const Revoked = ({ release: { version, revocation } }: { release: Release }) =>
  revocation && (
    <div class="notice bad">
      <Icon name="revoked" />
      <div>
        <p>
          <b>{version} was revoked</b> on <Day atMs={revocation.atMs} />, because of{" "}
          {revocationWords[revocation.reason]}. It cannot be installed.
        </p>
        {revocation.note !== null && (
          <p>
            <Said text={revocation.note} />
          </p>
        )}
      </div>
    </div>
  )

const VersionPicker = ({ listing, release, releases }: Omit<PanelProps, "targets"> & { release: Release }) => {
  const slug = slugOf(listing)
  if (releases.length < 2) return <span class="version">{release.version}</span>
  return (
    <details class="picker">
      <summary>
        <span class="hidden">Version </span>
        <span class="version">{release.version}</span>
      </summary>
      <ul>
        {releases.map(({ version, revocation }) => (
          <li>
            <a href={releaseHref(slug, version)} {...(version === release.version && { "aria-current": "true" })}>
              <span class="version">{version}</span>
              {version === listing.latestVersion && <span class="soft">latest</span>}
              {revocation !== null && <span class="revoked-word">revoked</span>}
            </a>
          </li>
        ))}
        <li>
          <a href={releasesHref(slug)}>All releases</a>
        </li>
      </ul>
    </details>
  )
}
