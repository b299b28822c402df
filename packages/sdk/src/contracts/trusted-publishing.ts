import * as z from "zod"
import { idOf, timestampMs } from "./ids.ts"
import { limits } from "./limits.ts"
import { openEnum } from "./open-enum.ts"
import { ciProviders } from "./provenance.ts"
import { slug } from "./slug.ts"
import { line } from "./text.ts"
import { version } from "./version.ts"

/** What may start a run that publishes. What a stranger can start, such as a pull request, is never among them. */
export const ciEvents = ["push", "release", "workflow_dispatch", "web"] as const
export type CiEvent = (typeof ciEvents)[number]

/** A claim that names something: one line of visible text. */
export const ciClaim = line(limits.ciClaimLengthMax)

const numericId = z.string().regex(/^[1-9]\d{0,19}$/, "must be the number the forge gives it, not its name")

/**
 * Body of `POST /v1/listings/{publisher}/{name}/trusted-publishers`: whose runs may publish the listing without a
 * token. The listing need not be there yet.
 */
export const addTrustedPublisherRequest = z.strictObject({
  /** Exactly as it stands in the tokens' `iss`. */
  issuer: ciClaim,
  /** Owner and name: `acme/triage`. */
  repository: ciClaim.regex(/^[^\s/]+(?:\/[^\s/]+)+$/, "must be owner/name"),
  /** The number of the owner, which no later owner of that name will have. */
  ownerId: numericId,
  /** The number of the repository; null to keep that of the first run that publishes. */
  repositoryId: numericId.nullable().default(null),
  /** Path of the workflow in its repository; of GitHub's the file name will do. */
  workflow: ciClaim.regex(/^[^\s@/][^\s@]*\.ya?ml$/, "must be the path of a .yml file in the repository"),
  environment: ciClaim.nullable().default(null),
  /** The full refs it may run on, `*` for any characters: `refs/tags/v*`. Null for all. */
  refPattern: ciClaim
    .regex(/^refs\//, "must begin with refs/, as in refs/tags/v*")
    .nullable()
    .default(null),
  /** What may have started the run; all that the provider has when left out. */
  events: z.array(z.enum(ciEvents)).min(1).max(ciEvents.length).exactOptional(),
  /** Whether the job may stand in a workflow of another file or repository that this one calls. */
  allowReusable: z.boolean().default(false),
})
export type AddTrustedPublisherRequest = z.input<typeof addTrustedPublisherRequest>

/** Whose runs may publish a listing without a token. */
export const trustedPublisher = z.object({
  trustedPublisherId: idOf("trustedPublisher"),
  slug: z.string(),
  /** True until there is a listing of that slug. */
  isPending: z.boolean(),
  provider: openEnum(ciProviders),
  issuer: z.string(),
  repository: z.string(),
  ownerId: z.string(),
  /** Null until the first run has published. */
  repositoryId: z.string().nullable(),
  workflow: z.string(),
  environment: z.string().nullable(),
  refPattern: z.string().nullable(),
  events: z.array(openEnum(ciEvents)),
  allowReusable: z.boolean(),
  /** An environment the last run was in although none is asked for: naming it here would make this stricter. */
  unpinnedEnvironment: z.string().nullable(),
  createdAtMs: timestampMs,
  lastUsedAtMs: timestampMs.nullable(),
})
export type TrustedPublisher = z.infer<typeof trustedPublisher>

/** Reply of `GET /v1/listings/{publisher}/{name}/trusted-publishers`, oldest first. */
export const trustedPublisherList = z.object({
  data: z.array(trustedPublisher),
  /** Whether the listing takes releases from these alone. */
  requireTrustedPublishing: z.boolean(),
})
export type TrustedPublisherList = z.infer<typeof trustedPublisherList>

/** Reply of `GET /v1/publishers/{handle}/trusted-publishers`: those of all its listings, also of ones to come. */
export const publisherTrustedPublishers = z.object({ data: z.array(trustedPublisher) })

/** Body and reply of `PUT /v1/listings/{publisher}/{name}/trusted-publishing`. */
export const trustedPublishingRule = z.strictObject({ requireTrustedPublishing: z.boolean() })
export type TrustedPublishingRule = z.infer<typeof trustedPublishingRule>

const oidcToken = z.string().min(1, "must not be empty").max(limits.accessTokenBytesMax, "is too long for a token")

/** Body of `POST /v1/trusted-publishing/exchange`: a run's own token, and the one release it is about to publish. */
export const exchangeRequest = z.strictObject({
  oidcToken,
  listing: slug,
  version,
  digest: z.string().regex(/^sha256:[0-9a-f]{64}$/, "must be sha256: and 64 hexadecimal digits"),
})
export type ExchangeRequest = z.input<typeof exchangeRequest>

/** Reply of an exchange: a credential for that listing, version and digest alone. */
export const exchangedToken = z.object({
  token: z.string(),
  expiresAtMs: timestampMs,
  trustedPublisherId: idOf("trustedPublisher"),
})
export type ExchangedToken = z.infer<typeof exchangedToken>

/** Reply of `DELETE /v1/trusted-publishing/token`. */
export const endedCiToken = z.object({ revokedAtMs: timestampMs })
export type EndedCiToken = z.infer<typeof endedCiToken>

/** Body of `POST /v1/trusted-publishing/check`: what an exchange would say, with nothing used up. */
export const checkCiTokenRequest = z.strictObject({ oidcToken, listing: slug })
export type CheckCiTokenRequest = z.input<typeof checkCiTokenRequest>

/** What one claim of a token was held against. `expected` is null where that is not for the holder to know. */
export const claimVerdict = z.object({
  claim: z.string(),
  expected: z.string().nullable(),
  got: z.string().nullable(),
  matches: z.boolean(),
})
export type ClaimVerdict = z.infer<typeof claimVerdict>

/** Reply of a check: the trusted publisher that fits, or fits best, claim by claim. */
export const checkedCiToken = z.object({
  matches: z.boolean(),
  trustedPublisherId: idOf("trustedPublisher").nullable(),
  claims: z.array(claimVerdict),
})
export type CheckedCiToken = z.infer<typeof checkedCiToken>
