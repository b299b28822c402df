import type { Provenance } from "@fleetprompt/sdk/contracts"
import { Said } from "./text.tsx"
import { Day } from "./time.tsx"

/**
 * Where a release was published from, in the side column. It says who says so and when that was checked: the registry
 * vouches for the token of that day and not for the repository.
 */
export const ProvenanceFacts = ({ provenance }: { provenance: Provenance }) => (
  <section>
    <h2>Provenance</h2>
    <dl class="pairs">
      <dt>Repository</dt>
      <dd>
        <Said text={provenance.repository} />
      </dd>
      <dt>Commit</dt>
      <dd>
        <code class="digest" data-trust="untrusted">
          {provenance.commit}
        </code>
      </dd>
      <dt>Ref</dt>
      <dd>
        <Said text={provenance.ref} />
      </dd>
      <dt>Workflow</dt>
      <dd>
        <Said text={provenance.workflow} />
      </dd>
      <dt>Run</dt>
      <dd>
        <Run provenance={provenance} />
      </dd>
    </dl>
    <p class="soft">
      As claimed by the token of {ciWords[provenance.provider] ?? "a CI"} at the time of publishing, checked on{" "}
      <Day atMs={provenance.verifiedAtMs} />.
    </p>
  </section>
)

/** The same in a line, for a list of releases. */
export const ProvenanceLine = ({ provenance }: { provenance: Provenance }) => (
  <p class="soft">
    Published from <Said text={provenance.repository} /> at <Said text={provenance.ref} />, as the token of its CI
    claimed on <Day atMs={provenance.verifiedAtMs} />.
  </p>
)

const Run = ({ provenance: { runUrl, runId } }: { provenance: Provenance }) =>
  runUrl?.startsWith("https://") === true ? (
    <a href={runUrl} rel="nofollow ugc noopener noreferrer" data-trust="untrusted">
      <Said text={runId} />
    </a>
  ) : (
    <Said text={runId} />
  )

const ciWords: Readonly<Record<string, string>> = { github: "GitHub Actions", gitlab: "GitLab CI" }
