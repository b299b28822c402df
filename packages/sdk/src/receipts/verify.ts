import { type AuditCheckpoint, auditCheckpoint } from "../contracts/audit-checkpoint.ts"
import { type Receipt, receipt } from "../contracts/receipts.ts"
import { StatementError } from "./error.ts"
import { type VerifyOptions, verifyStatement } from "./verify-statement.ts"

/** What a receipt must be about; what is left out may be anything. */
export interface ExpectedRelease {
  readonly slug?: string | undefined
  readonly version?: string | undefined
  readonly releaseId?: string | undefined
  /** `sha256:` and 64 hexadecimal digits. */
  readonly digest?: string | undefined
}

export interface VerifyReceiptOptions extends VerifyOptions {
  readonly expected?: ExpectedRelease | undefined
}

/**
 * What the registry signed about a release. Proves that the holder of the registry's key said it, on the day it names if
 * the key was in nobody else's hands; not that the release is still published, nor that its content is safe. Needs no
 * network.
 * @throws StatementError
 */
export async function verifyReceipt(
  jws: unknown,
  { expected = {}, ...options }: VerifyReceiptOptions,
): Promise<Receipt> {
  const said = await verifyStatement(jws, "fp-receipt+jws", receipt, options)
  const { listing, release } = said
  const found = { slug: listing.slug, version: release.version, releaseId: release.releaseId, digest: release.digest }
  for (const name of ["slug", "version", "releaseId", "digest"] as const) {
    if (expected[name] !== undefined && expected[name] !== found[name])
      throw new StatementError("MISMATCH", `It is about another ${name} than the one expected.`)
  }
  return said
}

/** How far the registry said its audit log was chained. @throws StatementError */
export const verifyAuditCheckpoint = (jws: unknown, options: VerifyOptions): Promise<AuditCheckpoint> =>
  verifyStatement(jws, "fp-audit-checkpoint+jws", auditCheckpoint, options)
