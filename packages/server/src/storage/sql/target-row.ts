import type { Selectable } from "kysely"
import type { Target } from "../../domain/targets/target.ts"
import type { Tables } from "./tables.ts"

export type TargetRow = Selectable<Tables["targets"]>

export const targetColumns = [
  ...(["targets.target_id", "name", "target_system", "landing_url", "asset_kinds", "require_buyer_match"] as const),
  ...(["token_ttl_ms_max", "authentication", "is_default", "system_versions", "row_version"] as const),
  ...(["disabled_at_ms", "targets.created_at_ms"] as const),
]

export const targetOf = (row: TargetRow): Target => ({
  targetId: row.target_id,
  name: row.name,
  targetSystem: row.target_system,
  landingUrl: row.landing_url,
  assetKinds: JSON.parse(row.asset_kinds),
  requireBuyerMatch: row.require_buyer_match === 1,
  tokenTtlMsMax: row.token_ttl_ms_max,
  authentication: row.authentication,
  isDefault: row.is_default === 1,
  systemVersions: JSON.parse(row.system_versions),
  disabledAtMs: row.disabled_at_ms,
  createdAtMs: row.created_at_ms,
  rowVersion: row.row_version,
})

/** What an update writes. The default of a system moves by a statement of its own, and a target says what it runs itself. */
export const changingColumns = (target: Target) => ({
  landing_url: target.landingUrl,
  asset_kinds: JSON.stringify(target.assetKinds),
  require_buyer_match: Number(target.requireBuyerMatch),
  token_ttl_ms_max: target.tokenTtlMsMax,
  authentication: target.authentication,
  disabled_at_ms: target.disabledAtMs,
  row_version: target.rowVersion,
})

export const rowOf = (target: Target): TargetRow => ({
  ...changingColumns(target),
  target_id: target.targetId,
  name: target.name,
  target_system: target.targetSystem,
  is_default: Number(target.isDefault),
  system_versions: JSON.stringify(target.systemVersions),
  created_at_ms: target.createdAtMs,
})
