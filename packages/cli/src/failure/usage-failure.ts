import { redactCredentials } from "@fleetprompt/sdk/contracts"
import type { CommanderError } from "commander"
import { ownErrors } from "../errors.ts"
import type { Failure } from "./failure.ts"

/**
 * What is told about a command line that commander refused, without a credential that somebody typed into it: a
 * terminal forgets, the log of a CI does not. `command` is the command it was meant for.
 */
export function usageFailure(error: CommanderError, command: string): Failure {
  const [sentence = "", suggestion] = error.message.replace(/^error: /, "").split("\n")
  return {
    ...ownErrors.USAGE,
    code: "USAGE",
    detail: error.code === "commander.help" ? `${command} needs a command.` : redactCredentials(asSentence(sentence)),
    remedy: suggestion?.replace(/^\(|\)$/g, "") ?? `Run \`${command} --help\` to see how it is used.`,
    retryable: false,
    findings: [],
  }
}

function asSentence(text: string): string {
  const capitalised = text.charAt(0).toUpperCase() + text.slice(1)
  return capitalised.endsWith(".") ? capitalised : `${capitalised}.`
}
