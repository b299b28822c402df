import type { ErrorCode } from "@fleetprompt/sdk/fetch"
import { type ExitCode, exitCodes } from "./exit-codes.ts"

/** The failures the CLI finds by itself, beside those of the registry's catalogue. Like there, a code is stable. */
export const ownErrors = {
  ASSET_KIND_DIFFERS: { exitCode: exitCodes.conflict, title: "The listing is of another kind" },
  AUDIENCE_FOREIGN: { exitCode: exitCodes.auth, title: "The registry asks for a token for another site" },
  CREDENTIAL_UNREADABLE: { exitCode: exitCodes.auth, title: "The credential cannot be read" },
  DIFFERS: { exitCode: exitCodes.conflict, title: "The registry differs from the manifest" },
  ID_TOKEN_MISSING: { exitCode: exitCodes.auth, title: "The CI gave the job no token of its own" },
  INSTALL_PENDING: { exitCode: exitCodes.pending, title: "The install is still under way" },
  LOGIN_FAILED: { exitCode: exitCodes.auth, title: "The login failed" },
  MANIFEST_INVALID: { exitCode: exitCodes.validation, title: "The manifest is not valid" },
  NOT_INSTALLED: { exitCode: exitCodes.notInstalled, title: "The install did not come about" },
  NOT_PUBLIC_YET: { exitCode: exitCodes.pending, title: "Not everybody can read it yet" },
  MANIFEST_NOT_FOUND: { exitCode: exitCodes.usage, title: "There is no manifest" },
  RECEIPT_INVALID: { exitCode: exitCodes.validation, title: "The receipt does not hold" },
  TOKEN_MALFORMED: { exitCode: exitCodes.auth, title: "The token is not a personal token" },
  TOKEN_MISSING: { exitCode: exitCodes.auth, title: "A token is required" },
  TRUSTED_PUBLISHING_OFF: { exitCode: exitCodes.auth, title: "The registry takes no tokens of CI systems" },
  VERSION_NOT_OF_TAG: { exitCode: exitCodes.validation, title: "The tag names another version" },
  USAGE: { exitCode: exitCodes.usage, title: "The command line or the environment is wrong" },
} as const satisfies Record<string, { exitCode: ExitCode; title: string }>

/** One thing that is wrong, and where: a JSON pointer and, for a file, the place in it. */
export interface Finding {
  readonly pointer: string
  readonly code: string
  readonly message: string
  readonly file?: string
  readonly line?: number
  readonly column?: number
  /** The place as people see it; for the terminal alone. */
  readonly frame?: string
}

interface CliErrorDetails {
  readonly code: keyof typeof ownErrors | ErrorCode
  /** One sentence: what is wrong. */
  readonly message: string
  /** One line: what to do about it. */
  readonly remedy: string
  readonly findings?: readonly Finding[]
}

/** A failure the CLI itself found. Its code decides how the run exits. */
export class CliError extends Error {
  override readonly name = "CliError"
  readonly code: keyof typeof ownErrors | ErrorCode
  readonly remedy: string
  readonly findings: readonly Finding[]

  constructor({ code, message, remedy, findings = [] }: CliErrorDetails) {
    super(message)
    this.code = code
    this.remedy = remedy
    this.findings = findings
  }
}

/** The command line or the environment is wrong. */
export const usageError = (message: string, remedy: string): CliError =>
  new CliError({ code: "USAGE", message, remedy })

/** The person at the terminal wants out. */
export class Interrupted extends Error {
  override readonly name = "Interrupted"
}
