import { listKeyedTargets } from "../domain/targets/list.ts"
import { isLive, type KeyedTarget } from "../domain/targets/target.ts"
import { targetSettings } from "../http/shapes/target.ts"
import { type DataOptions, withRegistry } from "./open-registry.ts"

export interface ListTargetsOptions extends DataOptions {
  readonly json?: boolean
}

/** Prints a line for each target and each of its live credentials; with `--json` everything a moderator sees. */
export async function listTargets(options: ListTargetsOptions): Promise<void> {
  const { targets, nowMs } = await withRegistry(options, async (context) => ({
    targets: await listKeyedTargets(context),
    nowMs: context.nowMs(),
  }))
  const text = options.json
    ? `${JSON.stringify({ data: targets.map(targetSettings) })}\n`
    : targets.map((keyed) => lines(keyed, nowMs)).join("")
  process.stdout.write(text)
}

function lines({ target, credentials }: KeyedTarget, nowMs: number): string {
  const { name, targetSystem, authentication, isDefault, disabledAtMs, landingUrl } = target
  const state = disabledAtMs === null ? (isDefault ? "default" : "enabled") : "disabled"
  const live = credentials.filter((each) => isLive(each, nowMs))
  return [
    `${name}  ${targetSystem}  ${authentication}  ${state}  ${landingUrl}\n`,
    ...live.map(
      ({ credentialId, kind, kid, lastUsedAtMs, expiresAtMs }) =>
        `  ${credentialId}  ${kid ?? kind}  last used ${dateOf(lastUsedAtMs)}  ends ${dateOf(expiresAtMs)}\n`,
    ),
  ].join("")
}

const dateOf = (atMs: number | null): string => (atMs === null ? "never" : new Date(atMs).toISOString().slice(0, 16))
