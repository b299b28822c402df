import { fields, optional, readBody, text } from "./body.ts"
import type { Request } from "./handler.ts"
import type { Target, World } from "./records.ts"

const ttlMsMax = 3_600_000

/** Which kinds each system imports. */
const assetKindsOf: Record<string, readonly string[]> = {
  whs: ["whs_agent", "spec_asset"],
  agentromatic: ["agentromatic_workflow", "spec_asset"],
  agentelic: ["whs_agent", "agentromatic_workflow", "spec_asset"],
}

/** The first target of a system is the one that is meant where only the system is named. */
const defaultOf = ({ targets }: World, system: string): Target | undefined =>
  [...targets.values()].find(({ targetSystem }) => targetSystem === system)

/** `GET /v1/targets/self`: what the registry knows of the calling target. */
export function self({ world, caller: { target, credential } }: Request): object {
  const { credentialId, kind, createdAtMs } = credential
  return {
    targetId: target.targetId,
    name: target.name,
    targetSystem: target.targetSystem,
    landingUrl: target.landingUrl,
    assetKinds: assetKindsOf[target.targetSystem] ?? [],
    systemVersions: target.systemVersions,
    isDefault: target === defaultOf(world, target.targetSystem),
    issuer: world.url,
    tokenTtlMsMax: ttlMsMax,
    requireBuyerMatch: target.requireBuyerMatch,
    credential: {
      credentialId,
      kind,
      kid: credential.kind === "key" ? credential.kid : null,
      createdAtMs,
      expiresAtMs: null,
      revokedAtMs: null,
      lastUsedAtMs: null,
    },
  }
}

const version = optional(text(/^[0-9A-Za-z.+-]{1,64}$/, "must be a version"))
const versionsBody = fields({ systemVersions: fields({ whs: version, agentromatic: version, agentelic: version }) })

/** `PUT /v1/targets/self/versions`: what the target says it runs. */
export function setVersions(request: Request): object {
  const { systemVersions } = readBody(request.body, versionsBody) as { systemVersions: Record<string, string> }
  request.caller.target.systemVersions = systemVersions
  return self(request)
}
