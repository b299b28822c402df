import { formatCredential, type InstallIntent } from "@fleetprompt/sdk/contracts"
import type { TargetSettings } from "@fleetprompt/sdk/admin"
import { idFor, nowMs } from "./fixtures.ts"

export const cliSecret = formatCredential("cliSession", new Uint8Array(64).fill(5))
export const deviceCode = formatCredential("deviceCode", new Uint8Array(64).fill(6))

/** An install of acme/triage into whs, as its buyer reads it. */
export const makeIntent = (rest: Partial<InstallIntent> = {}): InstallIntent => ({
  installIntentId: idFor("installIntent", "one"),
  listing: { listingId: idFor("listing", "triage"), slug: "acme/triage", name: "Triage", status: "published" },
  release: {
    releaseId: idFor("release", "triage"),
    version: "1.4.0",
    digest: `sha256:${"0".repeat(64)}`,
    status: "published",
  },
  target: { targetId: idFor("target", "whs"), name: "whs", targetSystem: "whs" },
  targetContext: {},
  handoffId: null,
  status: "token_issued",
  tokenIssues: 1,
  outcome: null,
  outcomeCode: null,
  targetInstallRef: null,
  cancelReason: null,
  createdAtMs: nowMs,
  expiresAtMs: nowMs + 900_000,
  redeemedAtMs: null,
  outcomeAtMs: null,
  ...rest,
})

/** A target as a moderator reads it. */
export const makeTarget = (rest: Partial<TargetSettings> = {}): TargetSettings => ({
  targetId: idFor("target", "whs"),
  name: "whs",
  targetSystem: "whs",
  landingUrl: "https://whs.example/install",
  assetKinds: ["whs_agent"],
  systemVersions: { whs: "2.1.0" },
  isDefault: true,
  tokenTtlMsMax: 3_600_000,
  requireBuyerMatch: true,
  authentication: "secret",
  disabledAtMs: null,
  createdAtMs: nowMs,
  credentials: [makeCredential()],
  ...rest,
})

export const makeCredential = () => ({
  credentialId: idFor("targetCredential", "first"),
  kind: "secret" as const,
  kid: null,
  createdAtMs: nowMs,
  expiresAtMs: null,
  revokedAtMs: null,
  lastUsedAtMs: null,
})

/** A personal token as its owner reads it. */
export const makeToken = (rest: object = {}) => ({
  tokenId: idFor("token", "ci"),
  name: "ci",
  scopes: ["release:publish"],
  listingIds: null,
  createdAtMs: nowMs,
  expiresAtMs: nowMs + 86_400_000,
  revokedAtMs: null,
  lastUsedAtMs: null,
  ...rest,
})
