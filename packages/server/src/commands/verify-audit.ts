import { StatementError, type TrustedDocument, verifyAuditCheckpoint } from "@fleetprompt/sdk/receipts"
import type { AuditCheckpoint } from "@fleetprompt/sdk/contracts"
import type { ChainHead } from "../domain/audit/chain.ts"
import { type AuditFault, type AuditVerdict, type FoundFault, verifyAudit } from "../domain/audit/verify.ts"
import type { AppContext } from "../domain/context.ts"
import { Refusal } from "../domain/refusal.ts"
import { publishedKeys } from "../http/shapes/signing-key.ts"
import { type DataOptions, withRegistry } from "./open-registry.ts"
import { readCheckpoint, readDocument } from "./read-statement.ts"

export interface VerifyAuditOptions extends DataOptions {
  /** Names of files, `-` for stdin, or addresses. */
  readonly checkpoint?: readonly string[]
  /** Name of a file with a discovery document. */
  readonly keys?: string
  readonly json?: boolean
}

/** Prints what was found, and fails where anything is wrong. Reads alone, and may run beside a server. */
export async function verifyAuditCommand(options: VerifyAuditOptions): Promise<void> {
  const verdict = await withRegistry(options, async (context) => {
    const checkpoints: ChainHead[] = []
    for (const source of options.checkpoint ?? []) checkpoints.push(await checkpointFrom(context, source, options))
    return await verifyAudit(context, checkpoints)
  })
  if (options.json) process.stdout.write(`${JSON.stringify(reportOf(verdict))}\n`)
  else if (verdict.found === null) process.stdout.write(wholeText(verdict, options.checkpoint?.length ?? 0))
  if (verdict.found !== null) throw new Refusal("VALIDATION_FAILED", faultText(verdict.found))
}

async function checkpointFrom(context: AppContext, source: string, { keys }: VerifyAuditOptions): Promise<ChainHead> {
  const jws = await readCheckpoint(source)
  const { size: position, hash } = await verified(context, source, jws, keys)
  return { position, hash }
}

/** Whatever address the registry has, a checkpoint under its keys is its own. */
async function verified(context: AppContext, source: string, jws: string, keys?: string): Promise<AuditCheckpoint> {
  try {
    if (keys !== undefined) return await verifyAuditCheckpoint(jws, { discovery: readDocument(keys) })
    const issuer = issuerOf(jws)
    const discovery: TrustedDocument = { issuer, signingKeys: await publishedKeys(context) }
    return await verifyAuditCheckpoint(jws, { discovery })
  } catch (error) {
    if (!(error instanceof StatementError)) throw error
    throw new Refusal("VALIDATION_FAILED", `The checkpoint ${source} cannot be used. ${error.message}`)
  }
}

/** The issuer as a text that nobody has checked yet. */
function issuerOf(jws: string): string {
  try {
    const { issuer } = JSON.parse(Buffer.from(jws.split(".")[1] ?? "", "base64url").toString()) as AuditCheckpoint
    return typeof issuer === "string" && issuer !== "" ? issuer : "this registry"
  } catch {
    return "this registry"
  }
}

const reportOf = ({ head, found, waiting }: AuditVerdict) => ({
  ok: found === null,
  size: head.position,
  hash: head.hash,
  waiting,
  fault: found,
})

const wholeText = ({ head, waiting }: AuditVerdict, checkpoints: number): string =>
  [
    `The audit log is whole: ${head.position} entries are chained, up to the hash ${head.hash}.\n`,
    checkpoints > 0
      ? `It goes on from ${checkpoints === 1 ? "the checkpoint" : `all ${checkpoints} checkpoints`}.\n`
      : "",
    waiting > 0 ? `${waiting} new entries are not chained yet.\n` : "",
  ].join("")

const sentences: Record<AuditFault, string> = {
  entry_changed: "An entry is not what was chained",
  entry_removed: "An entry is gone",
  entry_inserted: "An entry was put in that was never chained",
  link_changed: "A link does not go on from the one before it",
  link_removed: "A link is gone",
  end_removed: "The end of the chain is gone",
  head_changed: "The head of the chain is not its last link",
  checkpoint_differs: "The chain is not the one the checkpoint tells of",
  checkpoint_ahead: "The chain is shorter than the checkpoint says",
}

function faultText({ fault, position, seq }: FoundFault): string {
  const where = [position === null ? [] : [`place ${position}`], seq === null ? [] : [`seq ${seq}`]].flat()
  return `The audit log is not whole. ${sentences[fault]}: ${where.join(", ")}.`
}
