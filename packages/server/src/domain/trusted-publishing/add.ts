import { ciEvents, type CiEvent, type CiProvider, limits, splitSlug } from "@fleetprompt/sdk/contracts"
import type { AppContext } from "../context.ts"
import { actorOf } from "../identity/actor.ts"
import type { UserPrincipal } from "../identity/user.ts"
import { lockOwnPublisher } from "../publishers/own.ts"
import { Refusal } from "../refusal.ts"
import { requireSession } from "./require-session.ts"
import type { KnownTrustedPublisher, TrustedPublisher } from "./trusted-publisher.ts"

export interface AddTrustedPublisher {
  readonly caller: UserPrincipal
  readonly requestId: string
  readonly slug: string
  readonly trusted: Pick<
    TrustedPublisher,
    "issuer" | "repository" | "ownerId" | "repositoryId" | "workflow" | "environment" | "refPattern" | "allowReusable"
  > & { readonly events: readonly CiEvent[] | undefined }
}

/** What may start a run that publishes, by whose CI it is. Anything a stranger can start is left out. */
const eventsOf: Readonly<Record<CiProvider, readonly CiEvent[]>> = {
  github: ["push", "release", "workflow_dispatch"],
  gitlab: ["push", "web"],
  oidc: ["push", "release", "workflow_dispatch"],
}

/**
 * Lets runs of a repository publish a slug of the caller's publisher, whether its listing is there or still to come.
 * The same words again are no change and no error.
 * @throws Refusal SESSION_REQUIRED, NOT_FOUND, ROLE_NOT_ALLOWED, PUBLISHER_LOCKED, VALIDATION_FAILED for an issuer that
 *   is not allowed here or an event its provider has not, TRUSTED_PUBLISHER_LIMIT_REACHED.
 */
export async function addTrustedPublisher(
  context: AppContext,
  command: AddTrustedPublisher,
): Promise<{ result: "created" | "unchanged"; trusted: KnownTrustedPublisher }> {
  const { caller, requestId, slug } = command
  requireSession(caller)
  const { publisher: handle, name: slugName } = splitSlug(slug)
  return await context.store.transaction(async (tx) => {
    const { publisher } = await lockOwnPublisher(tx, caller, handle, "trusted_publishers.manage")
    const wanted = wantedOf(context, command)
    const there = await tx.trustedPublishing.list(publisher.publisherId, slugName)
    const same = there.find((each) => identityOf(each) === identityOf(wanted))
    if (same !== undefined) return { result: "unchanged", trusted: same }
    if (there.length >= limits.trustedPublishersPerListingMax) {
      throw new Refusal("TRUSTED_PUBLISHER_LIMIT_REACHED", `The listing has ${there.length} trusted publishers.`)
    }
    const trusted: TrustedPublisher = {
      ...wanted,
      trustedPublisherId: context.newId("trustedPublisher"),
      publisherId: publisher.publisherId,
      slugName,
      unpinnedEnvironment: null,
      createdBy: caller.user.userId,
      createdAtMs: context.nowMs(),
      lastUsedAtMs: null,
    }
    await tx.trustedPublishing.insert(trusted)
    await tx.audit.append({
      action: "trusted_publisher.added",
      actor: actorOf(caller, requestId),
      subjectId: trusted.trustedPublisherId,
      publisherId: publisher.publisherId,
      atMs: trusted.createdAtMs,
      details: { slug, provider: trusted.provider, ownerId: trusted.ownerId, repositoryId: trusted.repositoryId },
    })
    const isPending = (await tx.listings.findBySlug(handle, slugName)) === undefined
    return { result: "created", trusted: { ...trusted, slug, isPending } }
  })
}

type Wanted = Omit<AddTrustedPublisher["trusted"], "events"> & Pick<TrustedPublisher, "provider" | "events">

/** @throws Refusal VALIDATION_FAILED. */
function wantedOf({ ciTokens }: AppContext, { trusted }: AddTrustedPublisher): Wanted {
  const issuers = ciTokens?.issuers ?? []
  const issuer = issuers.find((each) => each.issuer === trusted.issuer)
  if (issuer === undefined) {
    const allowed = issuers.map((each) => each.issuer).join(", ") || "none"
    throw refused("/issuer", `is not an issuer this registry takes tokens of; those are: ${allowed}`)
  }
  const { provider } = issuer
  const all = eventsOf[provider]
  const events = ciEvents.filter((event) => (trusted.events ?? all).includes(event))
  const foreign = events.find((event) => !all.includes(event))
  if (foreign !== undefined) throw refused("/events", `may be ${all.join(", ")} for this issuer`)
  const isBareFile = provider === "github" && !trusted.workflow.includes("/")
  return {
    ...trusted,
    provider,
    events,
    workflow: isBareFile ? `.github/workflows/${trusted.workflow}` : trusted.workflow,
  }
}

const refused = (pointer: string, message: string): Refusal =>
  new Refusal("VALIDATION_FAILED", "This trusted publisher cannot be taken.", [
    { pointer, code: "trusted_publisher", message },
  ])

/** Two that agree in this would let the same runs in. */
const identityOf = (trusted: Wanted | TrustedPublisher): string =>
  JSON.stringify([
    trusted.issuer,
    trusted.ownerId,
    trusted.repository.toLowerCase(),
    trusted.workflow,
    trusted.environment?.toLowerCase() ?? null,
    trusted.refPattern,
    trusted.events,
    trusted.allowReusable,
  ])
