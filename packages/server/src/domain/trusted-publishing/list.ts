import { splitSlug } from "@fleetprompt/sdk/contracts"
import type { AppContext } from "../context.ts"
import type { UserPrincipal } from "../identity/user.ts"
import { requireRole } from "../publishers/permissions.ts"
import type { Publisher } from "../publishers/publisher.ts"
import { notFound } from "../refusal.ts"
import type { KnownTrustedPublisher } from "./trusted-publisher.ts"

/**
 * The trusted publishers of one slug of the caller's publisher, and whether its releases must come from them.
 * @throws Refusal NOT_FOUND for a publisher that is not theirs.
 */
export async function listTrustedPublishers(
  context: AppContext,
  caller: UserPrincipal,
  slug: string,
): Promise<{ trusted: KnownTrustedPublisher[]; isRequired: boolean }> {
  const { publisher: handle, name } = splitSlug(slug)
  const { publisherId } = await ownPublisher(context, caller, handle)
  const { trustedPublishing } = context.store.read
  const trusted = await trustedPublishing.list(publisherId, name)
  return { trusted, isRequired: await trustedPublishing.isRequired(publisherId, name) }
}

/** The trusted publishers of all slugs of the caller's publisher, also of those without a listing. @throws Refusal NOT_FOUND. */
export async function listTrustedPublishersOf(
  context: AppContext,
  caller: UserPrincipal,
  handle: string,
): Promise<KnownTrustedPublisher[]> {
  const { publisherId } = await ownPublisher(context, caller, handle)
  return await context.store.read.trustedPublishing.list(publisherId)
}

async function ownPublisher(context: AppContext, caller: UserPrincipal, handle: string): Promise<Publisher> {
  const { publishers } = context.store.read
  const publisher = await publishers.findByHandle(handle)
  const role = publisher && (await publishers.roleOf(publisher.publisherId, caller.user.userId))
  if (publisher === undefined || role === undefined) throw notFound("publisher")
  requireRole(role, "trusted_publishers.read")
  return publisher
}
