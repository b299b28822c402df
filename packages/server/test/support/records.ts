import { createHash } from "node:crypto"
import type { Provenance } from "@fleetprompt/sdk/contracts"
import type { AuditEntry } from "../../src/domain/audit/audit.ts"
import type { PersonalToken, User } from "../../src/domain/identity/user.ts"
import type { InstallIntent } from "../../src/domain/installs/intent.ts"
import type { Spend } from "../../src/domain/installs/store.ts"
import type { Listing } from "../../src/domain/listings/listing.ts"
import type { Publisher, PublisherName } from "../../src/domain/publishers/publisher.ts"
import type { Release } from "../../src/domain/releases/release.ts"
import type { Store } from "../../src/domain/store.ts"
import type { Target, TargetCredential } from "../../src/domain/targets/target.ts"
import { newId } from "../../src/ids.ts"

/** Records as the domain would hand them to storage: each with ids and names of its own, the rest as given. */

export const hashOf = (text: string): string => createHash("sha256").update(text).digest("hex")

/** A word that no other record has, in lower case. */
const uniqueWord = (): string => newId("request").slice(4).toLowerCase()

export function aUser(given: Partial<User> = {}): User {
  return {
    userId: newId("user"),
    iss: "https://id.example",
    sub: uniqueWord(),
    lockedAtMs: null,
    createdAtMs: 1_000,
    ...given,
  }
}

export function aToken(user: User, given: Partial<PersonalToken> = {}): PersonalToken {
  return {
    tokenId: newId("token"),
    userId: user.userId,
    name: "ci",
    scopes: ["listing:read", "release:publish"],
    tokenHash: hashOf(uniqueWord()),
    createdAtMs: 2_000,
    expiresAtMs: 9_000_000_000_000,
    revokedAtMs: null,
    listingIds: null,
    lastUsedAtMs: null,
    ...given,
  }
}

export function aPublisher(given: Partial<Publisher> = {}): Publisher {
  return {
    publisherId: newId("publisher"),
    handle: uniqueWord(),
    displayName: "Åcme & Søns ✓",
    description: null,
    homepageUrl: null,
    verifiedAtMs: null,
    verificationMethod: null,
    lockedAtMs: null,
    lockReason: null,
    rowVersion: 1,
    createdAtMs: 1_000,
    ...given,
  }
}

/** What a listing knows of its publisher. */
export function nameOf(publisher: Publisher): PublisherName {
  const { publisherId, handle, displayName, verifiedAtMs, createdAtMs } = publisher
  const { verificationMethod, lockedAtMs, lockReason } = publisher
  return { publisherId, handle, displayName, verifiedAtMs, verificationMethod, lockedAtMs, lockReason, createdAtMs }
}

export function aListing(publisher: Publisher, given: Partial<Listing> = {}): Listing {
  return {
    listingId: newId("listing"),
    publisher: nameOf(publisher),
    slugName: uniqueWord(),
    assetKind: "whs_agent",
    status: "published",
    name: "Support triage",
    summary: "Sorts what comes in.",
    description: "# Triage\n\nLong story.",
    tags: ["support", "crm"],
    categories: ["customer-support", "productivity"],
    docsUrl: "https://docs.example/triage",
    repoUrl: null,
    images: [],
    latestReleaseId: null,
    latestVersion: null,
    firstPublishedAtMs: 3_000,
    deprecation: null,
    rowVersion: 1,
    installs: 0,
    createdAtMs: 3_000,
    updatedAtMs: 3_000,
    ...given,
  }
}

export function aRelease(listing: Listing, given: Partial<Release> = {}): Release {
  return {
    releaseId: newId("release"),
    listingId: listing.listingId,
    version: "1.4.0",
    status: "published",
    digest: `sha256:${hashOf("content")}`,
    refs: { whsAgentId: "agent-7" },
    compatibility: { minWHSVersion: "2.3" },
    artifact: { url: "https://files.example/a.zip", sha256: hashOf("file") },
    notes: "First.",
    publishedAtMs: 4_000,
    revocation: null,
    provenance: null,
    ...given,
  }
}

export const aProvenance = (given: Partial<Provenance> = {}): Provenance => ({
  provider: "github",
  issuer: "https://token.actions.githubusercontent.com",
  repository: "acme/triage",
  repositoryId: "7001",
  ownerId: "42",
  commit: "4b825dc642cb6eb9a060e54bf8d69288fbee4904",
  ref: "refs/tags/v1.4.0",
  workflow: ".github/workflows/release.yml",
  environment: null,
  runId: "9001",
  runAttempt: "1",
  runUrl: "https://github.com/acme/triage/actions/runs/9001/attempts/1",
  verifiedAtMs: 3_900,
  ...given,
})

export function aTarget(given: Partial<Target> = {}): Target {
  return {
    targetId: newId("target"),
    name: uniqueWord(),
    targetSystem: "whs",
    landingUrl: "https://whs.example/install",
    assetKinds: ["whs_agent", "spec_asset"],
    requireBuyerMatch: true,
    tokenTtlMsMax: 3_600_000,
    authentication: "secret",
    isDefault: false,
    systemVersions: {},
    disabledAtMs: null,
    createdAtMs: 1_000,
    rowVersion: 1,
    ...given,
  }
}

export function aSecret(target: Target, given: Partial<TargetCredential> = {}): TargetCredential {
  return {
    credentialId: newId("targetCredential"),
    targetId: target.targetId,
    kind: "secret",
    kid: null,
    publicKey: null,
    secretHash: hashOf(uniqueWord()),
    createdAtMs: 1_000,
    expiresAtMs: null,
    revokedAtMs: null,
    lastUsedAtMs: null,
    ...given,
  }
}

export function anEntry(subjectId: string, given: Partial<AuditEntry> = {}): AuditEntry {
  return {
    action: "listing.created",
    actor: { kind: "user", id: newId("user"), requestId: newId("request") },
    subjectId,
    atMs: 5_000,
    details: { slug: "acme/triage", attempts: 2, first: true, reason: null },
    ...given,
  }
}

/** Everything an install intent points at. */
export interface Shop {
  readonly buyer: User
  readonly publisher: Publisher
  readonly listing: Listing
  readonly release: Release
  readonly target: Target
}

/** Puts a buyer, a published listing with a release, and a target into the store. */
export async function openShop(store: Store): Promise<Shop> {
  const [buyer, publisher, target] = [aUser(), aPublisher(), aTarget()]
  const listing = aListing(publisher)
  const release = aRelease(listing)
  await store.transaction(async (tx) => {
    await tx.users.insert(buyer)
    await tx.publishers.insert(publisher)
    await tx.targets.insert(target)
    await tx.listings.insert(listing)
    await tx.releases.insert(release)
  })
  return { buyer, publisher, listing, release, target }
}

export function anIntent(shop: Shop, given: Partial<InstallIntent> = {}): InstallIntent {
  return {
    installIntentId: newId("installIntent"),
    buyerUserId: shop.buyer.userId,
    buyer: { iss: shop.buyer.iss, sub: shop.buyer.sub },
    listingId: shop.listing.listingId,
    releaseId: shop.release.releaseId,
    targetId: shop.target.targetId,
    targetContext: { telespaceId: "t-1" },
    requireBuyerMatch: true,
    status: "token_issued",
    cancelReason: null,
    tokenIssue: 1,
    tokenHash: hashOf(uniqueWord()),
    failedAttempts: 0,
    createdAtMs: 6_000,
    expiresAtMs: 906_000,
    redeemedAtMs: null,
    redemptionId: null,
    redemption: null,
    outcome: null,
    outcomeCode: null,
    outcomeAtMs: null,
    targetInstallRef: null,
    handoffId: null,
    handoffState: null,
    codeChallenge: null,
    ...given,
  }
}

/** A claim that every condition of a spend allows. */
export function aSpend(shop: Shop, intent: InstallIntent, given: Partial<Spend> = {}): Spend {
  const { installIntentId, tokenHash, targetId, buyer, targetContext } = intent
  const { listing, release, publisher } = shop
  const redemptionId = given.redemptionId ?? newId("request")
  const nowMs = 7_000
  return {
    installIntentId,
    tokenHash,
    targetId,
    redemptionId,
    redemption: {
      installIntentId,
      redemptionId,
      redeemedAtMs: nowMs,
      buyer,
      targetContext: { ...targetContext },
      listing: {
        listingId: listing.listingId,
        slug: `${publisher.handle}/${listing.slugName}`,
        assetKind: listing.assetKind,
        name: listing.name,
        publisherId: publisher.publisherId,
      },
      release: {
        releaseId: release.releaseId,
        version: release.version,
        digest: release.digest,
        refs: { ...release.refs },
        compatibility: { ...release.compatibility },
        artifact: release.artifact,
      },
    },
    nowMs,
    ...given,
  }
}
