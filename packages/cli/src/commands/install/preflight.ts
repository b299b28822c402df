import type { FleetPrompt } from "@fleetprompt/sdk/fetch"
import type { Preflight, VersionCheck } from "@fleetprompt/sdk/contracts"
import type { Reference } from "../../arguments/parse.ts"
import { CliError } from "../../errors.ts"
import { visibleLine } from "../../output/visible.ts"

const causes: Record<string, string> = {
  release_revoked: "the release is revoked",
  kind_not_taken: "the target takes no assets of this kind",
  target_disabled: "the target is disabled",
  system_too_old: "the target runs a version that is too old",
}

/** What stands against an install, in words; empty where nothing does. */
export const preflightCauses = ({ causes: found }: Preflight): string[] =>
  found.map((cause) => causes[cause] ?? visibleLine(cause))

/** `whs 2.3.0 or later; the target runs 2.1.0` */
export function checkText({ system, minimum, runs, satisfied }: VersionCheck): string {
  const found = runs === null ? "the target never said what it runs" : `the target runs ${runs}`
  return visibleLine(`${system} ${minimum} or later; ${found}${satisfied === false ? ", which is too old" : ""}`)
}

/**
 * Says why a release cannot be installed into a target, where the registry knows more than its refusal told.
 * @throws CliError
 */
export async function requireInstallable(
  client: FleetPrompt,
  { slug, version, target }: Reference & { readonly target: string },
): Promise<void> {
  const wanted = version ?? (await client.listings.get(slug)).latestVersion
  if (wanted === null) return
  const preflight = await client.releases.preflight(slug, wanted, target).catch(() => undefined)
  if (preflight === undefined || preflight.installable) return
  throw new CliError({
    code: "RELEASE_NOT_INSTALLABLE",
    message: `${slug}@${wanted} cannot be installed into ${target}: ${preflightCauses(preflight).join(", and ")}.`,
    remedy: "Choose another release or another target.",
    findings: preflight.checks
      .filter(({ satisfied }) => satisfied === false)
      .map((check) => ({ pointer: "/target", code: "system_too_old", message: checkText(check) })),
  })
}
