import { limits } from "@fleetprompt/sdk/contracts"
import { type InstallView, isOpen, statusAt } from "../../domain/installs/intent.ts"
import { installHref, listingHref, releaseHref } from "../address.ts"
import type { Frame } from "../frame.ts"
import { standingOf } from "../install-words.ts"
import { Layout } from "../layout.tsx"
import { systemWords } from "../words.ts"
import { Icon } from "./icons.tsx"
import { PlaceRow } from "./install-place.tsx"
import { Said } from "./text.tsx"
import { Age, TimeOfDay } from "./time.tsx"
import { NextPage } from "./next-page.tsx"

interface InstallsProps {
  readonly frame: Frame
  readonly intents: readonly InstallView[]
  readonly nextCursor: string | null
  readonly isFirst: boolean
}

export const InstallsPage = ({ frame, intents, nextCursor, isFirst }: InstallsProps) => (
  <Layout frame={frame} title="My installs · FleetPrompt" current="installs">
    <h1>My installs</h1>
    {intents.length === 0 ? (
      <div class="empty">
        <h2>Nothing yet</h2>
        <p>
          What you install is listed here, with what its target says became of it.{" "}
          <a href="/listings">Find something</a>
        </p>
      </div>
    ) : (
      <ul class="installs">
        {intents.map((intent) => (
          <li>
            <Entry intent={intent} nowMs={frame.nowMs} />
          </li>
        ))}
      </ul>
    )}
    <NextPage href="/installs" nextCursor={nextCursor} isLater={!isFirst} next="Older installs" />
  </Layout>
)

const Entry = ({ intent, nowMs }: { intent: InstallView; nowMs: number }) => {
  const { words, tone } = standingOf(intent, intent.target.name, nowMs)
  const withdrawal = withdrawalOf(intent)
  return (
    <>
      <h2>
        <a href={`/installs/${intent.installIntentId}`}>
          <Said text={intent.listing.name} /> <span class="version">{intent.release.version}</span>
        </a>
      </h2>
      <p class="standing-line">
        <span class={`standing-word ${tone ?? ""}`}>{words}</span>
        {withdrawal !== undefined && <span class="tag-state bad">{withdrawal} since</span>}
      </p>
      <p class="soft">
        {intent.listing.slug} into {intent.target.name}, <Age atMs={intent.createdAtMs} nowMs={nowMs} />
      </p>
    </>
  )
}

/** What became of a thing after a target received it that holds it, or may hold it. */
function withdrawalOf({ status, release, listing, outcome }: InstallView): "revoked" | "taken down" | undefined {
  if (status !== "redeemed" || outcome === "failed" || outcome === "declined") return undefined
  if (release.status === "revoked") return "revoked"
  return listing.status === "suspended" ? "taken down" : undefined
}

interface InstallProps {
  readonly frame: Frame
  readonly intent: InstallView
  readonly formKey: string
}

/** One install: what became of it, the way to the target while that is open, and what to do now. */
export const InstallPage = ({ frame, intent, formKey }: InstallProps) => {
  const { listing, release, target } = intent
  const { words, tone } = standingOf(intent, target.name, frame.nowMs)
  return (
    <Layout frame={frame} title={`Install of ${listing.slug} ${release.version} · FleetPrompt`} current="installs">
      <article class="essay">
        <h1>
          <Said text={listing.name} /> <span class="version">{release.version}</span>
        </h1>
        <p class={`notice ${tone ?? ""}`}>
          <Icon name={tone === "good" ? "check" : tone === undefined ? "clock" : "warning"} />
          <b>{words.charAt(0).toUpperCase() + words.slice(1)}.</b>
        </p>
        <Withdrawn intent={intent} />
        <Onward frame={frame} intent={intent} formKey={formKey} />
        <dl class="asked">
          <dt>Listing</dt>
          <dd>
            <a href={listingHref(listing.slug)}>{listing.slug}</a>
          </dd>
          <dt>Into</dt>
          <dd>
            <b>{target.name}</b> {systemWords[target.targetSystem]}
          </dd>
          {Object.keys(intent.targetContext).length > 0 && <PlaceRow context={intent.targetContext} />}
          <Moment words="Started" atMs={intent.createdAtMs} />
          <Moment words="Handed over" atMs={intent.redeemedAtMs} />
          <Moment words="Answered" atMs={intent.outcomeAtMs} />
          {intent.outcomeCode !== null && (
            <>
              <dt>Reason it gave</dt>
              <dd>{intent.outcomeCode.replaceAll("_", " ").toLowerCase()}</dd>
            </>
          )}
          {intent.targetInstallRef !== null && (
            <>
              <dt>It calls it</dt>
              <dd>
                <Said text={intent.targetInstallRef} />
              </dd>
            </>
          )}
        </dl>
        <p>
          <a href="/installs">My installs</a>
        </p>
      </article>
    </Layout>
  )
}

const Moment = ({ words, atMs }: { words: string; atMs: number | null }) =>
  atMs === null ? null : (
    <>
      <dt>{words}</dt>
      <dd>
        <TimeOfDay atMs={atMs} />
      </dd>
    </>
  )

const Withdrawn = ({ intent }: { intent: InstallView }) => {
  const { listing, release, target } = intent
  const withdrawal = withdrawalOf(intent)
  if (withdrawal === undefined) return null
  return (
    <div class="notice bad" role="note">
      <Icon name="revoked" />
      <p>
        {withdrawal === "revoked" ? (
          <>
            This version <b>was revoked</b> after {target.name} received it.{" "}
            <a href={releaseHref(listing.slug, release.version)}>See why</a>, and remove it there.
          </>
        ) : (
          <>
            This listing <b>was taken down</b> by the moderators after {target.name} received it. Remove it there.
          </>
        )}
      </p>
    </div>
  )
}

/** What the buyer can do now; a link that leads to the target is offered as long as it is good. */
const Onward = ({ frame, intent, formKey }: InstallProps) => {
  const { installIntentId, target, targetContext, tokenIssue, listing, release } = intent
  const status = statusAt(intent, frame.nowMs)
  const isOver = status === "expired" || status === "canceled"
  if (isOver && release.status === "published" && listing.status !== "suspended") {
    return (
      <p>
        <a
          class="button"
          href={installHref({ ...targetContext, listing: listing.slug, version: release.version, target: target.name })}
        >
          Start again
        </a>
      </p>
    )
  }
  if (!isOpen(status)) return null
  return (
    <>
      {status === "token_issued" && (
        <>
          <p>
            Go on to {target.name}, at {new URL(target.landingUrl).host}. It asks you to sign in there and decides. The
            way is open until <TimeOfDay atMs={intent.expiresAtMs} />, and good once.
          </p>
          <p>
            <a class="button" href={`/installs/${installIntentId}/continue`} rel="noreferrer">
              Continue to {target.name}
            </a>
          </p>
        </>
      )}
      <div class="choices">
        {tokenIssue < limits.installTokenIssuesMax && (
          <form method="post" action={`/installs/${installIntentId}/token`}>
            <input type="hidden" name="key" value={formKey} />
            <button type="submit" class="second">
              {tokenIssue === 0 ? "Get the link" : "Get a new link"}
            </button>
          </form>
        )}
        <form method="post" action={`/installs/${installIntentId}/cancel`}>
          <button type="submit" class="second">
            Cancel this install
          </button>
        </form>
      </div>
    </>
  )
}
