import type { Provenance } from "@fleetprompt/sdk/contracts"
import type { Field } from "./fields.ts"
import { dayText } from "./time.ts"

/** Where a release was published from, as its CI's token claimed then. */
export function provenanceFields(provenance: Provenance | null): Field[] {
  if (provenance === null) return []
  const { issuer, repository, commit, ref, workflow, runId, runUrl, verifiedAtMs } = provenance
  return [
    ["built from", `${repository}, ${ref}, commit ${commit}`],
    ["built by", `${workflow}, ${runUrl ?? `run ${runId}`}`],
    ["claimed", `by a token of ${issuer}, checked ${dayText(verifiedAtMs)}`],
  ]
}
