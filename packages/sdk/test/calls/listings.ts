import * as wire from "../wire.ts"
import { type ApiCall, slug } from "./api-call.ts"

const create = { slug, assetKind: "whs_agent", name: "Support Triage", summary: "Routes tickets" } as const
const publish = { version: "1.4.0", refs: { whsAgentId: "agt_123" } }
const revoke = { reason: "security", note: "It leaks." } as const
const report = { reason: "spam", note: "See for yourself." } as const
const deprecation = { message: "Not kept up.", successor: "acme/triage-2" }
const address = `/v1/listings/${slug}`

export const listingCalls: ApiCall[] = [
  {
    name: "listings.search",
    call: (fp) => fp.listings.search({ q: "a&b", kind: "whs_agent", limit: 10 }),
    sends: "GET /v1/listings?q=a%26b&kind=whs_agent&limit=10",
    reply: wire.searchPage([wire.card]),
  },
  {
    name: "listings.mine",
    call: (fp) => fp.listings.mine(),
    sends: "GET /v1/me/listings",
    reply: wire.page([wire.card]),
  },
  { name: "listings.get by slug", call: (fp) => fp.listings.get(slug), sends: `GET ${address}`, reply: wire.listing },
  {
    name: "listings.get by id",
    call: (fp) => fp.listings.get(wire.id("lst")),
    sends: `GET /v1/listings/${wire.id("lst")}`,
    reply: wire.listing,
  },
  {
    name: "listings.create",
    call: (fp) => fp.listings.create(create),
    sends: "POST /v1/listings",
    body: create,
    reply: wire.listing,
  },
  {
    name: "listings.update",
    call: (fp) => fp.listings.update(slug, { name: "Triage" }, { ifMatch: '"lst-17"' }),
    sends: `PATCH ${address}`,
    body: { name: "Triage" },
    reply: wire.listing,
  },
  {
    name: "listings.setStatus",
    call: (fp) => fp.listings.setStatus(slug, "published"),
    sends: `PUT ${address}/status`,
    body: { status: "published" },
    reply: wire.listing,
  },
  {
    name: "listings.deprecate",
    call: (fp) => fp.listings.deprecate(slug, deprecation),
    sends: `PUT ${address}/deprecation`,
    body: deprecation,
    reply: wire.listing,
  },
  {
    name: "listings.liftDeprecation",
    call: (fp) => fp.listings.liftDeprecation(slug),
    sends: `DELETE ${address}/deprecation`,
    reply: wire.listing,
  },
  {
    name: "listings.transfer",
    call: (fp) => fp.listings.transfer(slug, { to: "globex" }),
    sends: `POST ${address}/transfer`,
    body: { to: "globex" },
    reply: wire.listing,
  },
  {
    name: "listings.delete",
    call: (fp) => fp.listings.delete(slug),
    sends: `DELETE ${address}`,
    reply: { listingId: wire.id("lst"), slug },
  },
  {
    name: "listings.metrics",
    call: (fp) => fp.listings.metrics(slug, { days: 7 }),
    sends: `GET ${address}/metrics?days=7`,
    reply: {
      listingId: wire.id("lst"),
      days: [{ startsAtMs: 0, views: 3, searchViews: 1, installIntents: 1, redemptions: 0 }],
    },
  },
  {
    name: "listings.report",
    call: (fp) => fp.listings.report(slug, report),
    sends: `POST ${address}/reports`,
    body: report,
    reply: { result: "accepted" },
  },
  {
    name: "listings.suspension",
    call: (fp) => fp.listings.suspension(slug),
    sends: `GET ${address}/suspension`,
    reply: wire.suspension,
  },
  {
    name: "listings.appeal",
    call: (fp) => fp.listings.appeal(slug, { note: "That was not us." }),
    sends: `PUT ${address}/appeal`,
    body: { note: "That was not us." },
    reply: wire.suspension,
  },
  {
    name: "releases.publish",
    call: (fp) => fp.releases.publish(slug, publish),
    sends: `POST ${address}/releases`,
    body: publish,
    reply: wire.publishedRelease,
  },
  {
    name: "releases.list",
    call: (fp) => fp.releases.list(slug, { cursor: "c1" }),
    sends: `GET ${address}/releases?cursor=c1`,
    reply: wire.page([wire.release]),
  },
  {
    name: "releases.get",
    call: (fp) => fp.releases.get(slug, "1.4.0"),
    sends: `GET ${address}/releases/1.4.0`,
    reply: wire.fullRelease,
  },
  {
    name: "releases.revoke",
    call: (fp) => fp.releases.revoke(slug, "1.4.0", revoke),
    sends: `POST ${address}/releases/1.4.0/revocation`,
    body: revoke,
    reply: { result: "revoked", release: wire.release, latestVersion: null },
  },
  {
    name: "releases.preflight",
    call: (fp) => fp.releases.preflight(slug, "1.4.0", "whs-prod"),
    sends: `GET ${address}/releases/1.4.0/preflight?target=whs-prod`,
    reply: {
      installable: false,
      causes: ["system_too_old"],
      checks: [{ system: "whs", minimum: "2.3", runs: "2.1.0", satisfied: false }],
    },
  },
]
