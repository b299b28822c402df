import { Refusal } from "../refusal.ts"
import type { KnownMember } from "./publisher.ts"

/** A publisher without an owner could never be managed again. @throws Refusal LAST_OWNER. */
export function refuseWithoutOwner(members: readonly KnownMember[], leaving: string): void {
  if (members.some(({ userId, role }) => role === "owner" && userId !== leaving)) return
  throw new Refusal("LAST_OWNER", "This user is the only owner of the publisher.")
}
