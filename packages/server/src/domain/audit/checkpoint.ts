import type { AuditCheckpoint } from "@fleetprompt/sdk/contracts"
import type { AppContext } from "../context.ts"
import { signStatement } from "../signing/sign.ts"

/** How far the audit log is chained and with which hash, signed. It says nothing of what is in the log. */
export async function signedCheckpoint(context: AppContext): Promise<string> {
  const { position: size, hash } = await context.store.read.audit.head()
  const issuedAtMs = context.nowMs()
  const checkpoint: AuditCheckpoint = { issuer: context.settings.publicUrl, issuedAtMs, size, hash }
  return await signStatement(context, { type: "fp-audit-checkpoint+jws", payload: checkpoint, atMs: issuedAtMs })
}
