import type {
  AssetKind,
  ListingStatus,
  ModerationReason,
  RevocationReason,
  Scope,
  SuspensionReason,
  TargetSystem,
  VerificationMethod,
} from "@fleetprompt/sdk/contracts"

export const kindWords: Record<AssetKind, { one: string; many: string }> = {
  whs_agent: { one: "WHS agent", many: "WHS agents" },
  agentromatic_workflow: { one: "Agentromatic workflow", many: "Agentromatic workflows" },
  spec_asset: { one: "Specification", many: "Specifications" },
}

export const statusWords: Record<ListingStatus, string> = {
  draft: "Draft",
  published: "Published",
  unlisted: "Unlisted",
  suspended: "Suspended",
}

export const systemWords: Record<TargetSystem, string> = {
  whs: "WHS",
  agentromatic: "Agentromatic",
  agentelic: "Agentelic",
}

export const verificationWords: Record<VerificationMethod, string> = {
  dns: "by a DNS record",
  website: "by a file on its website",
  repository: "by its repository",
  documents: "by documents",
}

export const revocationWords: Record<RevocationReason, string> = {
  security: "a security problem",
  broken: "it does not work",
  superseded: "a later release replaces it",
  legal: "a legal reason",
  other: "another reason",
}

/** What a program may do with a scope, after "It may then". */
export const scopeWords: Record<Scope, string> = {
  "publisher:write": "claim and change publishers and their members",
  "listing:read": "read your drafts and private figures",
  "listing:write": "create, change and delete listings",
  "release:publish": "publish releases",
  "release:revoke": "revoke releases",
  "intent:create": "start, renew and cancel installs",
  "intent:read": "read your installs",
  "token:manage": "make personal tokens, which outlive it, and end them",
  "audit:read": "read the audit log of your publishers",
  moderation: "moderate, where you have a role in it",
}

export const complaintWords: Record<ModerationReason, string> = {
  malware: "It does harm, or hides what it does",
  impersonation: "It pretends to be somebody else's",
  spam: "It is spam",
  illegal: "It breaks the law",
  secret: "It shows a password, key or token",
  other: "Something else",
}

/** Why something is suspended or locked. */
export const suspensionWords: Record<SuspensionReason, string> = {
  ...complaintWords,
  publisher_locked: "Its publisher is locked",
}

/** `data-and-analytics` as people read it: `Data and analytics`. */
export function categoryWords(category: string): string {
  const words = category.replaceAll("-", " ")
  return words.charAt(0).toUpperCase() + words.slice(1)
}

export const plural = (count: number, one: string, many = `${one}s`): string =>
  `${count.toLocaleString("en")} ${count === 1 ? one : many}`
