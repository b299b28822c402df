import { randomUUID } from "node:crypto"
import type { CreatedHandoff, IssuedToken, Report, TargetSettings } from "@fleetprompt/sdk/contracts"
import type { Route } from "../../src/http/route.ts"
import type { Caller } from "./caller.ts"
import { openSession, startLogin } from "./device-login.ts"
import { uploadImage } from "./images.ts"
import { picture } from "./pictures.ts"
import { issuer, openRegistry, type TestRegistry } from "./registry.ts"
import type { Engine } from "./engines.ts"
import { trust } from "./trusted-runs.ts"
import { ciIssuer } from "./trusting-ci.ts"
import { sessionCookie } from "./web-session.ts"

/** Everybody who might knock. */
export const roles = [
  "anonymous",
  "stranger",
  "buyer",
  "maintainer",
  "owner",
  "otherPublisher",
  "lockedAccount",
  "target",
  "otherTarget",
  "reader",
  "moderator",
  "admin",
] as const
export type Role = (typeof roles)[number]

/** Values for what a path or a body names. */
export type Place = Readonly<Record<string, string>>

/** What fits wherever it is asked for. */
const fitting: Place = {
  whsAgentId: "agt_1",
  minWHSVersion: "1.0.0",
  minAgentromaticVersion: "1.0.0",
  minAgentelicVersion: "1.0.0",
  url: "https://files.example/x",
  homepageUrl: "https://example.com/x",
  docsUrl: "https://example.com/x",
  repoUrl: "https://example.com/x",
  sha256: "a".repeat(64),
  landingUrl: "https://whs.example/install",
  codeChallenge: "A".repeat(43),
  codeVerifier: "A".repeat(43),
  clientName: "fleetprompt on laptop",
  state: "s",
  whs: "2.3.0",
  agentromatic: "2.3.0",
  agentelic: "2.3.0",
  successor: "other-co/thing",
  iss: issuer,
  sub: "buyer",
  target: "whs",
  key: "a-key-of-sixteen-letters-or-more",
  code: "BBBB-BBBB",
  version: "1.0.0",
  category: "security",
  issuer: ciIssuer,
  repository: "acme/triage",
  ownerId: "42",
  repositoryId: "7001",
  workflow: ".github/workflows/release.yml",
  environment: "production",
  refPattern: "refs/tags/v*",
  oidcToken: "a token",
  categories: "security",
  tag: "support",
  rowVersion: "3",
  base: "0",
}

/** Where nothing is, under names as well-formed as those of a real place. */
export const nowhere: Place = {
  ...fitting,
  publisher: "nobody",
  handle: "nobody",
  name: "nothing",
  slug: "nobody/new",
  listing: "nobody/nothing",
  listingId: `lst_${"0".repeat(22)}`,
  installIntentId: `ins_${"0".repeat(22)}`,
  tokenId: `tok_${"0".repeat(22)}`,
  sessionId: `cls_${"0".repeat(22)}`,
  userCode: "BBBB-BBBB",
  reportId: `rpt_${"0".repeat(22)}`,
  handoffId: `hof_${"0".repeat(22)}`,
  handoff: `hof_${"0".repeat(22)}`,
  credentialId: `tcr_${"0".repeat(22)}`,
  userId: `usr_${"0".repeat(22)}`,
  to: "nobody-else",
  digest: "0".repeat(64),
  digests: "0".repeat(64),
  file: `${"0".repeat(64)}.webp`,
  trustedPublisherId: `tpb_${"0".repeat(22)}`,
  redemptionId: "00000000-0000-4000-8000-000000000000",
}

/** A registry with a caller for each role, and fresh things to knock at. */
export interface Stage {
  readonly registry: TestRegistry
  as(role: Role): Caller
  /** The cookie of their browser, where they are somebody who can sign in. */
  cookieOf(role: Role): string | undefined
  /** A publisher with a listing, an intent, a token and a report of their own, as the route needs to find them. */
  place(route: Route): Promise<Place>
}

export async function openStage(engine: Engine): Promise<Stage> {
  const registry = await openRegistry(engine, { publishersPerUserMax: 10_000 })
  const callers: Record<Role, Caller> = {
    anonymous: registry.anonymous,
    stranger: await registry.as("stranger"),
    buyer: await registry.as("buyer"),
    maintainer: await registry.as("maintainer"),
    owner: await registry.as("owner"),
    otherPublisher: await registry.as("otherPublisher"),
    lockedAccount: await registry.as("lockedAccount"),
    target: await registry.target("whs"),
    otherTarget: await registry.target("whs-staging"),
    reader: await registry.moderator("reader", "reader"),
    moderator: await registry.moderator("moderator", "moderator"),
    admin: await registry.moderator("admin", "admin"),
  }
  await callers.otherPublisher.shelve("other-co/thing")
  const cookies = new Map<Role, string>()
  for (const [role, caller] of Object.entries(callers) as [Role, Caller][]) {
    if (role === "anonymous" || role === "target" || role === "otherTarget") continue
    cookies.set(role, await sessionCookie(registry.context, await caller.userId()))
  }
  await registry.rawSql("UPDATE users SET locked_at_ms = 1 WHERE sub = 'lockedAccount'")
  let count = 0
  return {
    registry,
    as: (role) => callers[role],
    cookieOf: (role) => cookies.get(role),
    place: (route) => setUp(registry, callers, route, `place${++count}`),
  }
}

async function setUp(
  registry: TestRegistry,
  callers: Record<Role, Caller>,
  route: Route,
  handle: string,
): Promise<Place> {
  const { owner, buyer, target, reader, moderator } = callers
  const slug = `${handle}/thing`
  await owner.shelve(slug)
  await owner.claim(`twin-of-${handle}`)
  const userId = await callers.maintainer.userId()
  await owner.request("PUT", `/v1/publishers/${handle}/members/${userId}`, { role: "maintainer" })
  const { body: issued } = await buyer.install({ listing: slug })
  const redemptionId = randomUUID()
  await target.redeem({ token: issued.installToken, redemptionId, subject: { iss: issuer, sub: "buyer" } })
  await registry.anonymous.post(`/v1/listings/${slug}/reports`, { reason: "spam" })
  const { body: reports } = await reader.get<{ data: Report[] }>("/v1/admin/reports?limit=100")
  const digest = route.path.includes("/images") ? await addPicture(registry, owner, slug) : ""
  const tokenId = route.path.includes(":tokenId") ? await mintToken(owner) : ""
  const sessionId = route.path.includes(":sessionId") ? (await openSession(registry, owner)).session.sessionId : ""
  const { userCode } = await startLogin(registry)
  const isTrust = route.path.includes("trusted-publish")
  const trusted = isTrust ? await trust(registry, owner, slug) : undefined
  const needsSuspension =
    /suspension$|restoration$|appeal$/.test(route.path) && !(route.method === "PUT" && route.path.includes("/admin/"))
  if (needsSuspension) await moderator.request("PUT", `/v1/admin/listings/${slug}/suspension`, { reason: "spam" })
  const forTargets = /^\/(v1|admin)\/targets/.test(route.path) ? await addTarget(registry, reader, handle) : undefined
  const asked = await target.request<CreatedHandoff>("POST", "/v1/handoffs", {
    codeChallenge: fitting["codeChallenge"],
  })
  // Whom an admin locks is nobody who has to knock later.
  const someone = /\/admin\/(users|people)/.test(route.path)
    ? await (await registry.as(`someone-${handle}`)).userId()
    : userId
  return {
    ...fitting,
    publisher: handle,
    handle,
    name: "thing",
    slug: `${handle}/new`,
    listing: slug,
    listingId: issued.intent.listing.listingId,
    installIntentId: issued.intent.installIntentId,
    redemptionId,
    token: issued.installToken,
    tokenId,
    sessionId,
    userCode,
    code: userCode,
    // Each form of a page is one of its own.
    key: randomUUID(),
    reportId: reports.data[0]?.reportId ?? "",
    userId: someone,
    confirm: confirmed(route, { slug, handle, userId: someone }),
    to: `twin-of-${handle}`,
    digest,
    digests: digest,
    file: `${digest}.webp`,
    handoffId: asked.body.handoffId,
    handoff: asked.body.handoffId,
    ...(trusted && { trustedPublisherId: trusted.trustedPublisherId, digest: `sha256:${"a".repeat(64)}` }),
    ...forTargets,
    ...(route.method === "POST" && ["/v1/targets", "/admin/new-target"].includes(route.path)
      ? { name: `new-${handle}` }
      : {}),
  }
}

/** What somebody types to confirm that they mean it. */
function confirmed({ path }: Route, { slug = "", handle = "", userId = "" }: Place): string {
  if (path.includes("/people/")) return userId
  return path.includes("/admin/listings/") ? slug : handle
}

async function addTarget(registry: TestRegistry, reader: Caller, name: string): Promise<Place> {
  await registry.target(name)
  const { body } = await reader.get<TargetSettings>(`/v1/targets/${name}/settings`)
  return { name, credentialId: body.credentials[0]?.credentialId ?? "" }
}

async function mintToken(caller: Caller): Promise<string> {
  const wanted = { name: "ci", scopes: ["listing:read"], expiresInDays: 1 }
  return (await caller.post<IssuedToken>("/v1/tokens", wanted)).body.token.tokenId
}

async function addPicture(registry: TestRegistry, caller: Caller, slug: string): Promise<string> {
  const { body } = await uploadImage(registry.app, caller, slug, await picture("png"))
  return body.images[0]?.digest ?? ""
}
