import { readSuccess } from "./answer.ts"
import { call } from "./call.ts"
import type { CallOptions } from "./redeemer.ts"
import { type ConnectionOptions, settingsOf } from "./settings.ts"
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

/** A target's own entry at its registry. Every method rejects as those of a redeemer do. */
export interface TargetEntry {
  /** What the registry knows of this target: a check of address and credential that changes nothing. */
  describe(options?: CallOptions): Promise<TargetSelf>
  /** Tells which version of each system this target runs, so that nothing it cannot run is sent here. */
  setVersions(
    systemVersions: { whs?: string; agentromatic?: string; agentelic?: string },
    options?: CallOptions,
  ): Promise<TargetSelf>
}

/** @throws TypeError where an option is malformed; it names the option and never its value. */
export function targetEntry(options: ConnectionOptions): TargetEntry {
  const settings = settingsOf(options)
  return {
    async describe({ signal } = {}) {
      const request = { method: "GET", path, body: undefined, changesState: false, signal } as const
      return readSuccess(await call(settings, request), readSelf)
    },
    async setVersions(systemVersions, { signal } = {}) {
      const body = { systemVersions }
      const request = { method: "PUT", path: `${path}/versions`, body, changesState: true, signal } as const
      return readSuccess(await call(settings, request), readSelf)
    },
  }
}
