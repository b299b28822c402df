import { isFleetPromptError } from "@fleetprompt/sdk/fetch"
import { errorCatalog, isErrorCode, redactCredentials } from "@fleetprompt/sdk/contracts"
import { CliError, ownErrors } from "../errors.ts"
import { exitCodes } from "../exit-codes.ts"
import { exitCodeOf } from "./exit-code-of.ts"
import type { Failure } from "./failure.ts"
import { interruption, unanswered } from "./interruption.ts"
import { registryFailure } from "./registry-failure.ts"

/** Turns whatever a command threw into what is told about it, without a credential somebody put into a message. */
export function failureOf(error: unknown, registryUrl: () => string): Failure {
  const failure = explain(error, registryUrl)
  return { ...failure, detail: redactCredentials(failure.detail) }
}

function explain(error: unknown, registryUrl: () => string): Failure {
  if (error instanceof CliError) return ownFailure(error)
  if (isFleetPromptError(error)) return registryFailure(error, registryUrl())
  // By name: in the built CLI, the part that listens for the key has a class of its own.
  if (error instanceof Error && error.name === "Interrupted") return interruption
  if (isCancelledPrompt(error)) return unanswered
  return {
    exitCode: exitCodes.unexpected,
    code: "UNEXPECTED",
    title: "Something unexpected failed",
    detail: `Something unexpected failed: ${error instanceof Error ? error.message : String(error)}`,
    remedy: "Run the command again with --debug, and report what it prints.",
    retryable: false,
    findings: [],
  }
}

function ownFailure({ code, message, remedy, findings }: CliError): Failure {
  const told = { code, detail: message, remedy, retryable: false, findings }
  if (!isErrorCode(code)) return { ...told, ...ownErrors[code] }
  const { title, status } = errorCatalog[code]
  return { ...told, title, exitCode: exitCodeOf({ code, status }) }
}

// inquirer's classes cannot be imported without loading inquirer, which only `init` should.
const isCancelledPrompt = (error: unknown) =>
  error instanceof Error && (error.name === "ExitPromptError" || error.name === "AbortPromptError")
