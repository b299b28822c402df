import { readSuccess } from "./answer.ts"
import { call } from "./call.ts"
import type { Settings } from "./settings.ts"
import { flag, object, text, texts } from "./shape.ts"

/** What the registry knows of the calling target, as far as a target needs it. */
export interface TargetSelf {
  targetId: string
  name: string
  landingUrl: string
  /** Version by system, as told by `setVersions`. */
  systemVersions: Record<string, string>
  requireBuyerMatch: boolean
}

const readSelf = object<TargetSelf>({
  targetId: text,
  name: text,
  landingUrl: text,
  systemVersions: texts,
  requireBuyerMatch: flag,
})

const path = "/v1/targets/self"

/** See `Redeemer.describe`. */
export const describe = async (settings: Settings, signal: AbortSignal | undefined): Promise<TargetSelf> =>
  readSuccess(await call(settings, { method: "GET", path, body: undefined, changesState: false, signal }), readSelf)

/** See `Redeemer.setVersions`. */
export async function setVersions(
  settings: Settings,
  systemVersions: Record<string, string>,
  signal: AbortSignal | undefined,
): Promise<TargetSelf> {
  const request = { path: `${path}/versions`, body: { systemVersions }, changesState: true, signal } as const
  return readSuccess(await call(settings, { method: "PUT", ...request }), readSelf)
}
