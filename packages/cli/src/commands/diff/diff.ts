import type { Command } from "commander"
import { type OnlyOptions, onlyOption } from "../../arguments/only.ts"
import { type TagOptions, versionFromTag, versionFromTagOption } from "../../arguments/tag.ts"
import type { Context } from "../../context.ts"
import { CliError } from "../../errors.ts"
import { compareEntry, type Difference, isSame } from "./compare.ts"
import { differenceText } from "./lines.ts"

export interface DiffOptions extends OnlyOptions, Pick<TagOptions, "versionFromTag"> {
  /** Fail where anything differs. */
  readonly exitCode?: true
}

export function define(command: Command, context: Context, run = diff): void {
  command
    .addOption(versionFromTagOption())
    .option("--exit-code", "exit 6 where anything differs; the differences are printed all the same")
    .addOption(onlyOption())
    .action((options: DiffOptions) => run(options, context))
}

/** Shows what the registry holds beside what the manifest says. Nothing is changed, and no token is needed. */
export async function diff(options: DiffOptions, context: Context): Promise<void> {
  const { io, output } = context
  const { entries } = await context.manifest({ only: options.only, version: versionFromTag(options, io.env) })
  const client = await context.client()
  const compare = async () => {
    const differences: Difference[] = []
    for (const entry of entries) differences.push(await compareEntry(client, entry))
    return differences
  }
  const differences = await output.waiting("Comparing with the registry", compare())
  const different = differences.filter((difference) => !isSame(difference))
  output.result({ data: differences }, () =>
    differences.map((difference) => differenceText(difference, output.theme)).join("\n\n"),
  )
  if (options.exitCode && different.length > 0) throw differs(different, differences.length)
}

function differs(different: readonly Difference[], count: number): CliError {
  return new CliError({
    code: "DIFFERS",
    message: `The registry differs from the manifest in ${different.length} of ${count} ${count === 1 ? "listing" : "listings"}.`,
    remedy: "Run `fleetprompt publish` to bring it to what the manifest says.",
    findings: different.flatMap(({ listing, release }) =>
      [...listing.fields, ...release.fields].map(({ pointer }) => ({ pointer, code: "differs", message: "differs" })),
    ),
  })
}
