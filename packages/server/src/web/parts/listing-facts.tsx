import type { Listing } from "../../domain/listings/listing.ts"
import { slugOf } from "../../domain/listings/listing.ts"
import type { Release } from "../../domain/releases/release.ts"
import { categoryHref, listingHref, tagHref } from "../address.ts"
import { categoryWords, plural } from "../words.ts"
import { badgeWidth, badgeWords } from "./badge.tsx"
import { Command } from "./command.tsx"
import { type CountedDay, DayChartInLittle } from "./day-chart.tsx"
import { Icon } from "./icons.tsx"
import { ProvenanceFacts } from "./provenance.tsx"
import { Day } from "./time.tsx"

interface FactsProps {
  readonly listing: Listing
  readonly release: Release | undefined
  readonly installDays: readonly CountedDay[]
  readonly publicUrl: string
}

/** What is known of a listing, in one quiet column. */
export const ListingFacts = ({ listing, release, installDays, publicUrl }: FactsProps) => {
  const slug = slugOf(listing)
  return (
    <aside class="facts" aria-label="Facts">
      <Links listing={listing} />
      {release && <ReleaseFacts listing={listing} release={release} />}
      {release?.provenance && <ProvenanceFacts provenance={release.provenance} />}
      <section>
        <h2>Installs</h2>
        <p>
          {listing.installs === 0 ? "None yet" : plural(listing.installs, "install")}
          <span class="soft"> · each a buyer and a target that redeemed it</span>
        </p>
        {installDays.length > 0 && <DayChartInLittle one="handover" days={installDays} />}
      </section>
      {listing.categories.length + listing.tags.length > 0 && (
        <section>
          <h2>Filed under</h2>
          <ul class="tags">
            {listing.categories.map((category) => (
              <li>
                <a href={categoryHref(category)}>{categoryWords(category)}</a>
              </li>
            ))}
            {listing.tags.map((tag) => (
              <li>
                <a href={tagHref(tag)}>#{tag}</a>
              </li>
            ))}
          </ul>
        </section>
      )}
      <section>
        <h2>Badge</h2>
        <img
          src={`${listingHref(slug)}/badge.svg`}
          alt={`Badge with the current version of ${slug}`}
          width={badgeWidth(badgeWords(listing))}
          height={20}
          loading="lazy"
        />
        <details>
          <summary>As Markdown</summary>
          <Command
            line={`[![FleetPrompt](${publicUrl}${listingHref(slug)}/badge.svg)](${publicUrl}${listingHref(slug)})`}
            label="the badge as Markdown"
          />
        </details>
      </section>
      <p>
        <a class="quiet-link" href={`${listingHref(slug)}/report`}>
          <Icon name="flag" /> Report this listing
        </a>
      </p>
    </aside>
  )
}

const Links = ({ listing: { docsUrl, repoUrl } }: { listing: Listing }) =>
  docsUrl === null && repoUrl === null ? null : (
    <section>
      <h2>Links</h2>
      <ul class="links">
        {repoUrl !== null && (
          <li>
            <Icon name="code" />
            <Outward href={repoUrl} />
          </li>
        )}
        {docsUrl !== null && (
          <li>
            <Icon name="book" />
            <Outward href={docsUrl} />
          </li>
        )}
      </ul>
    </section>
  )

/** A stranger's link, under its own address so that nobody is led astray, and without our word for it. */
export const Outward = ({ href }: { href: string }) => (
  <a href={href} rel="nofollow ugc noopener noreferrer" data-trust="untrusted">
    {href.replace(/^https:\/\/(?:www\.)?/, "").replace(/\/$/, "")}
  </a>
)

/** The API knows no session of a browser, so it would not show a member the receipt of a draft. */
const isForAll = ({ status }: Listing): boolean => status === "published" || status === "unlisted"

const ReleaseFacts = ({ listing, release }: { listing: Listing; release: Release }) => (
  <section>
    <h2>Release {release.version}</h2>
    <dl class="pairs">
      <dt>Published</dt>
      <dd>
        <Day atMs={release.publishedAtMs} />
      </dd>
      {Object.entries(release.refs).map(([name, value]) => (
        <>
          <dt>{referenceWords[name] ?? name}</dt>
          <dd>
            <code data-trust="untrusted">{value}</code>
          </dd>
        </>
      ))}
      {release.artifact && (
        <>
          <dt>Artifact</dt>
          <dd>
            <Outward href={release.artifact.url} />
          </dd>
          <dt>SHA-256</dt>
          <dd>
            <code class="digest">{release.artifact.sha256}</code>
          </dd>
        </>
      )}
      <dt>Digest</dt>
      <dd>
        <code class="digest">{release.digest}</code>
      </dd>
      {isForAll(listing) && (
        <>
          <dt>Receipt</dt>
          <dd>
            <a href={`/v1/listings/${slugOf(listing)}/releases/${release.version}/receipt`}>Signed by the registry</a>
          </dd>
        </>
      )}
    </dl>
  </section>
)

const referenceWords: Record<string, string> = {
  whsAgentId: "WHS agent",
  whsDeploymentId: "WHS deployment",
  agentromaticWorkflowId: "Workflow",
  specAssetId: "Specification",
}
