import type * as wire from "@fleetprompt/sdk/contracts"
import type { KeyedTarget, Target, TargetCredential, TargetPrincipal } from "../../domain/targets/target.ts"

/** A target as a buyer may see it. */
export const publicTarget = (target: Target): wire.Target => ({
  targetId: target.targetId,
  name: target.name,
  targetSystem: target.targetSystem,
  landingUrl: target.landingUrl,
  assetKinds: [...target.assetKinds],
  systemVersions: { ...target.systemVersions },
  isDefault: target.isDefault,
})

/** A credential without what it proves anything by. */
export const knownCredential = (credential: TargetCredential): wire.TargetCredential => ({
  credentialId: credential.credentialId,
  kind: credential.kind,
  kid: credential.kid,
  createdAtMs: credential.createdAtMs,
  expiresAtMs: credential.expiresAtMs,
  revokedAtMs: credential.revokedAtMs,
  lastUsedAtMs: credential.lastUsedAtMs,
})

/** A target as moderators see it. */
export const targetSettings = ({ target, credentials }: KeyedTarget): wire.TargetSettings => ({
  ...publicTarget(target),
  tokenTtlMsMax: target.tokenTtlMsMax,
  requireBuyerMatch: target.requireBuyerMatch,
  authentication: target.authentication,
  disabledAtMs: target.disabledAtMs,
  createdAtMs: target.createdAtMs,
  credentials: credentials.map(knownCredential),
})

/** A target as it sees itself, with the one credential it showed. */
export const targetSelf = ({ target, credential }: Omit<TargetPrincipal, "kind">, issuer: string): wire.TargetSelf => ({
  ...publicTarget(target),
  issuer,
  tokenTtlMsMax: target.tokenTtlMsMax,
  requireBuyerMatch: target.requireBuyerMatch,
  credential: knownCredential(credential),
})
