import type { Actor } from "../audit/audit.ts"
import type { TargetPrincipal } from "../targets/target.ts"
import type { CiPrincipal } from "../trusted-publishing/trusted-publisher.ts"
import type { UserPrincipal } from "./user.ts"

/** The caller as the audit log names them. A run is nobody: it stands there as whom the publisher trusts. */
export function actorOf(principal: UserPrincipal | TargetPrincipal | CiPrincipal, requestId: string): Actor {
  if (principal.kind === "ci") return { kind: "system", id: principal.token.trustedPublisherId, requestId }
  const id = principal.kind === "user" ? principal.user.userId : principal.target.targetId
  return { kind: principal.kind, id, requestId }
}
