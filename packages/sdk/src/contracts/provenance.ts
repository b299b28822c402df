import * as z from "zod"
import { timestampMs } from "./ids.ts"
import { openEnum } from "./open-enum.ts"

/** Whose CI a release came from: of which make its tokens are. */
export const ciProviders = ["github", "gitlab", "oidc"] as const
export type CiProvider = (typeof ciProviders)[number]

/**
 * Where a release was published from, as the CI's token claimed it at that moment. The registry checked the token, and
 * nothing since: a repository may be gone, renamed or somebody else's by now. All of it is text by strangers.
 */
export const provenance = z.object({
  provider: openEnum(ciProviders),
  issuer: z.string(),
  /** Owner and name: `acme/triage`. */
  repository: z.string(),
  repositoryId: z.string(),
  ownerId: z.string(),
  commit: z.string(),
  /** The full name: `refs/tags/v1.4.0`. */
  ref: z.string(),
  /** The path of the workflow within its repository, as it stood in the token. */
  workflow: z.string(),
  environment: z.string().nullable(),
  runId: z.string(),
  runAttempt: z.string().nullable(),
  /** An https link to the run; null where the provider's address of runs is not known. */
  runUrl: z.string().nullable(),
  /** When the registry checked the token. */
  verifiedAtMs: timestampMs,
})
export type Provenance = z.infer<typeof provenance>
