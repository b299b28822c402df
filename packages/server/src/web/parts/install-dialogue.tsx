import { limits, type PreflightCause } from "@fleetprompt/sdk/contracts"
import type { HandoffView } from "../../domain/handoffs/handoff.ts"
import { type Listing, slugOf } from "../../domain/listings/listing.ts"
import type { Release } from "../../domain/releases/release.ts"
import type { Target } from "../../domain/targets/target.ts"
import { listingHref, publisherHref, releaseHref } from "../address.ts"
import type { Frame } from "../frame.ts"
import { causeWords } from "../install-words.ts"
import { Layout } from "../layout.tsx"
import { kindWords, plural, systemWords } from "../words.ts"
import { Icon } from "./icons.tsx"
import { type Place, PlaceChooser, PlaceRow } from "./install-place.tsx"
import { Said } from "./text.tsx"
import { TimeOfDay } from "./time.tsx"
import { Verification } from "./verification.tsx"

interface ChooseProps {
  readonly frame: Frame
  readonly targets: readonly Target[]
  readonly handoff: HandoffView | undefined
  readonly listing: string | undefined
}

/** What or where is still to be said. */
export const ChoosePage = ({ frame, targets, handoff, listing }: ChooseProps) => (
  <Layout frame={frame} title="Install · FleetPrompt" current="installs">
    <article class="essay">
      <h1>What do you want to install?</h1>
      {handoff && (
        <p>
          <b>{handoff.target.name}</b> sent you here to choose something for it.
        </p>
      )}
      <form class="form" method="get" action="/install">
        {handoff && <input type="hidden" name="handoff" value={handoff.handoffId} />}
        <div class="field">
          <label htmlFor="listing">Listing</label>
          <p class="soft" id="listing-help">
            As <code>publisher/name</code>. <a href="/listings">Browse all listings</a>
          </p>
          <input id="listing" name="listing" required maxlength={120} value={listing} aria-describedby="listing-help" />
        </div>
        {handoff === undefined && (
          <div class="field">
            <label htmlFor="target">Target</label>
            <select id="target" name="target" required>
              {targets.map(({ name, targetSystem }) => (
                <option value={name}>
                  {name} ({systemWords[targetSystem]})
                </option>
              ))}
            </select>
          </div>
        )}
        <p>
          <button type="submit">Go on</button>
        </p>
      </form>
    </article>
  </Layout>
)

interface ConfirmProps {
  readonly frame: Frame
  readonly listing: Listing
  readonly release: Release
  readonly target: Target
  readonly handoff: HandoffView | undefined
  /** As the buyer said it; what a target asked for has a place of its own. */
  readonly place: Place
  /** What stands against it; empty where nothing does. */
  readonly causes: readonly PreflightCause[]
  readonly key: string
}

/** Everything a buyer agrees to, before they do. */
export const ConfirmPage = (props: ConfirmProps) => {
  const { frame, listing, release, target, handoff, place, causes } = props
  const slug = slugOf(listing)
  const isWrong = Object.keys(place.wrong).length > 0
  return (
    <Layout frame={frame} title={`Install ${slug} ${release.version} · FleetPrompt`} current="installs">
      <article class="essay">
        <h1>
          Install <Said text={listing.name} />?
        </h1>
        {handoff && (
          <p>
            <b>{target.name}</b> asks for this. Go on only if you started it there yourself, just now.
          </p>
        )}
        <dl class="asked">
          <dt>Listing</dt>
          <dd>
            <a href={listingHref(slug)}>{slug}</a>, {kindWords[listing.assetKind].one}
          </dd>
          <dt>Version</dt>
          <dd>
            <a class="version" href={releaseHref(slug, release.version)}>
              {release.version}
            </a>
          </dd>
          <dt>Publisher</dt>
          <dd>
            <a href={publisherHref(listing.publisher.handle)}>
              <Said text={listing.publisher.displayName} />
            </a>{" "}
            <Verification {...listing.publisher} />
          </dd>
          <dt>Into</dt>
          <dd>
            <b>{target.name}</b> {systemWords[target.targetSystem]}, at {new URL(target.landingUrl).host}
          </dd>
          <PlaceRow context={handoff?.targetContext ?? place.context} />
          <dt>Good for</dt>
          <dd>
            {handoff === undefined ? (
              `${plural(minutesOf(target), "minute")} from your yes, once`
            ) : (
              <>
                {plural(minutesOf(target), "minute")} from your yes, once; {target.name} waits until{" "}
                <TimeOfDay atMs={handoff.expiresAtMs} />
              </>
            )}
          </dd>
        </dl>
        <p>
          {target.name} is told which version this is and who you are. <b>It decides</b> by its own rules what becomes
          of it; nothing is installed by your yes alone.
        </p>
        {handoff === undefined && causes.length === 0 && (
          <PlaceChooser listing={listing} release={release} target={target} place={place} />
        )}
        {causes.length > 0 ? <No causes={causes} /> : isWrong ? null : <Yes {...props} />}
      </article>
    </Layout>
  )
}

const minutesOf = ({ tokenTtlMsMax }: Target): number =>
  Math.floor(Math.min(limits.installTokenTtlMsDefault, tokenTtlMsMax) / 60_000)

const Yes = ({ listing, release, target, handoff, place, key }: ConfirmProps) => (
  <form class="choices" method="post" action="/install">
    <input type="hidden" name="listing" value={slugOf(listing)} />
    <input type="hidden" name="version" value={release.version} />
    <input type="hidden" name="target" value={target.name} />
    {handoff && <input type="hidden" name="handoff" value={handoff.handoffId} />}
    {Object.entries(place.context).map(([name, id]) => (
      <input type="hidden" name={name} value={id} />
    ))}
    <input type="hidden" name="key" value={key} />
    <button type="submit">Install into {target.name}</button>
    <a class="button second" href={listingHref(slugOf(listing))}>
      Not now
    </a>
  </form>
)

const No = ({ causes }: { causes: readonly PreflightCause[] }) => (
  <div class="notice bad" role="note">
    <Icon name="revoked" />
    <div>
      <p>
        <b>It cannot be installed there.</b>
      </p>
      {causes.map((cause) => (
        <p>{causeWords[cause]}</p>
      ))}
    </div>
  </div>
)

/** What a target asked for is over. */
export const GonePage = ({ frame }: { frame: Frame }) => (
  <Layout frame={frame} title="This request is over · FleetPrompt" current="installs">
    <article class="essay">
      <h1>This request is over</h1>
      <p>It was answered already, or its ten minutes are up. Go back to where you came from and start again.</p>
      <p>
        <a href="/installs">My installs</a>
      </p>
    </article>
  </Layout>
)
