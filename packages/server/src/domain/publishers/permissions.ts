import type { MemberRole } from "@fleetprompt/sdk/contracts"
import { Refusal } from "../refusal.ts"
import type { PublisherName } from "./publisher.ts"

/** Who may do what in a publisher. Every verb that acts for one names its line here; whoever is no member may nothing. */
const allowed = {
  "listing.create": ["owner", "maintainer"],
  "listing.update": ["owner", "maintainer"],
  "listing.set_status": ["owner", "maintainer"],
  "listing.deprecate": ["owner", "maintainer"],
  "listing.appeal": ["owner", "maintainer"],
  "listing.delete": ["owner"],
  "listing.give_away": ["owner"],
  "listing.receive": ["owner", "maintainer"],
  "release.publish": ["owner", "maintainer"],
  "release.revoke": ["owner", "maintainer"],
  "publisher.update": ["owner"],
  "members.read": ["owner", "maintainer"],
  "members.manage": ["owner"],
  "trusted_publishers.read": ["owner", "maintainer"],
  "trusted_publishers.manage": ["owner"],
  "audit.read": ["owner", "maintainer"],
  "metrics.read": ["owner", "maintainer"],
} as const satisfies Record<string, readonly MemberRole[]>

export type PublisherAct = keyof typeof allowed

/** Every act there is, for whoever wants to try them all. */
export const publisherActs = Object.keys(allowed) as PublisherAct[]

/** Whether the table gives that act to that role. */
export function may(role: MemberRole, act: PublisherAct): boolean {
  const roles: readonly MemberRole[] = allowed[act]
  return roles.includes(role)
}

/** @throws Refusal ROLE_NOT_ALLOWED for a member whose role does not cover the act. */
export function requireRole(role: MemberRole, act: PublisherAct): void {
  if (!may(role, act)) throw new Refusal("ROLE_NOT_ALLOWED", `The role ${role} does not allow this.`)
}

/**
 * A lock holds for every member and every credential, whatever the act; only moderators write past it.
 * @throws Refusal PUBLISHER_LOCKED.
 */
export function requireUnlocked({ handle, lockedAtMs, lockReason }: PublisherName): void {
  if (lockedAtMs === null) return
  throw new Refusal("PUBLISHER_LOCKED", `The publisher ${handle} is locked${lockReason ? ` for ${lockReason}` : ""}.`)
}
