import type { Artifact } from "@fleetprompt/sdk/contracts"

/** Both parts or none: the table allows nothing else. */
export const artifactOf = (row: { artifact_url: string | null; artifact_sha256: string | null }): Artifact | null =>
  row.artifact_url === null || row.artifact_sha256 === null
    ? null
    : { url: row.artifact_url, sha256: row.artifact_sha256 }
