import { fieldIssues } from "@fleetprompt/sdk/contracts"
import type { Command } from "commander"
import type * as z from "zod"
import { collected } from "../../arguments/parse.ts"
import { CliError } from "../../errors.ts"
import { refuseSecrets } from "../../manifest/secret-findings.ts"

/** The fields of a listing that can change, as flags. */
export interface ListingFieldOptions {
  readonly name?: string
  readonly summary?: string
  readonly description?: string
  readonly tag?: string[]
  readonly category?: string[]
  readonly docsUrl?: string
  readonly repoUrl?: string
}

export const addListingFields = (command: Command): Command =>
  command
    .option("--name <name>", "the name people read")
    .option("--summary <text>", "one line for lists and search results")
    .option("--description <markdown>", "what it does, for whom, with which limits")
    .option("--tag <tag>", "a tag; may be given several times", collected(String))
    .option("--category <category>", "a category; may be given several times", collected(String))
    .option("--docs-url <url>", "where its documentation is")
    .option("--repo-url <url>", "where its source is")

/** The flags under the names of the wire; what was not given is left out. */
export function fieldsOf({ tag, category, ...rest }: ListingFieldOptions): Record<string, unknown> {
  return { ...rest, ...(tag && { tags: tag }), ...(category && { categories: category }) }
}

/**
 * Checks what flags say against the contract, and for secrets, before anything leaves this machine.
 * @throws CliError with every finding.
 */
export async function checkedFields<Schema extends z.ZodType<object>>(
  schema: Schema,
  value: unknown,
): Promise<z.output<Schema>> {
  const parsed = schema.safeParse(value)
  if (parsed.success) {
    await refuseSecrets(parsed.data)
    return parsed.data
  }
  throw new CliError({
    code: "VALIDATION_FAILED",
    message: "The listing breaks a rule.",
    remedy: "Correct what is listed above.",
    findings: fieldIssues(parsed.error),
  })
}
