import type { SystemVersions } from "@fleetprompt/sdk/contracts"
import type { AppContext } from "../context.ts"
import { actorOf } from "../identity/actor.ts"
import type { Target, TargetPrincipal } from "./target.ts"

export interface SetVersions {
  readonly caller: TargetPrincipal
  readonly requestId: string
  readonly systemVersions: SystemVersions
}

/** A target says what it runs, in place of what it said before. The same again is no change. */
export async function setVersions(context: AppContext, command: SetVersions): Promise<Target> {
  const { caller, systemVersions } = command
  const { targetId } = caller.target
  await context.store.transaction(async (tx) => {
    if (!(await tx.targets.setVersions(targetId, systemVersions))) return
    await tx.audit.append({
      action: "target.versions_set",
      actor: actorOf(caller, command.requestId),
      subjectId: targetId,
      atMs: context.nowMs(),
      details: { ...systemVersions },
    })
  })
  return { ...caller.target, systemVersions }
}
