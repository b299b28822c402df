import type { Actor } from "../audit/audit.ts"
import type { TargetPrincipal } from "../targets/target.ts"
import type { UserPrincipal } from "./user.ts"

/** The caller as the audit log names them. */
export function actorOf(principal: UserPrincipal | TargetPrincipal, requestId: string): Actor {
  const id = principal.kind === "user" ? principal.user.userId : principal.target.targetId
  return { kind: principal.kind, id, requestId }
}
