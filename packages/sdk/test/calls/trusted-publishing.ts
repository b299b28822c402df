import { trustedPublishingOf } from "../../src/trusted-publishing/index.ts"
import * as wire from "../wire.ts"
import { type ApiCall, slug } from "./api-call.ts"

const add = {
  issuer: "https://token.actions.githubusercontent.com",
  repository: "acme/triage",
  ownerId: "42",
  workflow: "release.yml",
}
const trusted = {
  ...add,
  trustedPublisherId: wire.id("tpb"),
  slug,
  isPending: true,
  provider: "github",
  repositoryId: null,
  environment: null,
  refPattern: null,
  events: ["push"],
  allowReusable: false,
  unpinnedEnvironment: null,
  createdAtMs: 1,
  lastUsedAtMs: null,
}
const exchange = { oidcToken: "eyJ", listing: slug, version: "1.4.0", digest: `sha256:${"0".repeat(64)}` }
const check = { oidcToken: "eyJ", listing: slug }
const at = `/v1/listings/${slug}/trusted-publishers`

export const trustedPublishingCalls: ApiCall[] = [
  {
    name: "trustedPublishing.list",
    call: (fp) => trustedPublishingOf(fp).list(slug),
    sends: `GET ${at}`,
    reply: { data: [trusted], requireTrustedPublishing: false },
  },
  {
    name: "trustedPublishing.listOfPublisher",
    call: (fp) => trustedPublishingOf(fp).listOfPublisher("acme"),
    sends: "GET /v1/publishers/acme/trusted-publishers",
    reply: { data: [trusted] },
  },
  {
    name: "trustedPublishing.add",
    call: (fp) => trustedPublishingOf(fp).add(slug, add),
    sends: `POST ${at}`,
    body: add,
    reply: trusted,
  },
  {
    name: "trustedPublishing.remove",
    call: (fp) => trustedPublishingOf(fp).remove(slug, wire.id("tpb")),
    sends: `DELETE ${at}/${wire.id("tpb")}`,
    reply: trusted,
  },
  {
    name: "trustedPublishing.require",
    call: (fp) => trustedPublishingOf(fp).require(slug, true),
    sends: `PUT /v1/listings/${slug}/trusted-publishing`,
    body: { requireTrustedPublishing: true },
    reply: { requireTrustedPublishing: true },
  },
  {
    name: "trustedPublishing.exchange",
    call: (fp) => trustedPublishingOf(fp).exchange(exchange),
    sends: "POST /v1/trusted-publishing/exchange",
    body: exchange,
    reply: { token: "fpci_x", expiresAtMs: 2, trustedPublisherId: wire.id("tpb") },
  },
  {
    name: "trustedPublishing.check",
    call: (fp) => trustedPublishingOf(fp).check(check),
    sends: "POST /v1/trusted-publishing/check",
    body: check,
    reply: { matches: true, trustedPublisherId: null, claims: [] },
  },
  {
    name: "trustedPublishing.revoke",
    call: (fp) => trustedPublishingOf(fp).revoke(),
    sends: "DELETE /v1/trusted-publishing/token",
    reply: { revokedAtMs: 2 },
  },
]
