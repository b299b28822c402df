import { adminOf } from "../../src/admin/index.ts"
import * as wire from "../wire.ts"
import { type ApiCall, slug } from "./api-call.ts"

const report = {
  reportId: wire.id("rpt"),
  listing: { listingId: wire.id("lst"), slug, status: "published" },
  reason: "spam",
  note: "",
  status: "open",
  createdAtMs: 1,
  resolution: null,
  contentTrust: "untrusted",
}
const moderated = { listing: wire.listing, suspension: null }
const publisher = { publisherId: wire.id("pub"), handle: "acme", verification: null, lock: null }
const user = { userId: wire.id("usr"), iss: "https://id.example", sub: "alice", role: null, lock: null }
const entry = {
  seq: 3,
  action: "listing.created",
  actor: { kind: "user", id: wire.id("usr") },
  requestId: wire.id("req"),
  subjectId: wire.id("lst"),
  publisherId: null,
  details: {},
  atMs: 1,
}
const credential = {
  credentialId: wire.id("tcr"),
  kind: "secret",
  kid: null,
  createdAtMs: 1,
  expiresAtMs: null,
  revokedAtMs: null,
  lastUsedAtMs: null,
}
const settings = {
  ...wire.target,
  tokenTtlMsMax: 3_600_000,
  requireBuyerMatch: true,
  authentication: "secret",
  disabledAtMs: null,
  createdAtMs: 1,
  credentials: [credential],
}
const register = {
  name: "whs",
  targetSystem: "whs" as const,
  landingUrl: "https://whs.example/fleetprompt/install",
}
const listingAddress = `/v1/admin/listings/${slug}`

export const adminCalls: ApiCall[] = [
  {
    name: "admin.reports.list",
    call: (fp) => adminOf(fp).reports.list({ status: "open" }),
    sends: "GET /v1/admin/reports?status=open",
    reply: wire.page([report]),
  },
  {
    name: "admin.reports.resolve",
    call: (fp) => adminOf(fp).reports.resolve(wire.id("rpt"), { action: "dismissed" }),
    sends: `POST /v1/admin/reports/${wire.id("rpt")}/resolution`,
    body: { action: "dismissed" },
    reply: report,
  },
  {
    name: "admin.listings.get",
    call: (fp) => adminOf(fp).listings.get(slug),
    sends: `GET ${listingAddress}`,
    reply: moderated,
  },
  {
    name: "admin.listings.suspend",
    call: (fp) => adminOf(fp).listings.suspend(slug, { reason: "malware" }),
    sends: `PUT ${listingAddress}/suspension`,
    body: { reason: "malware" },
    reply: wire.suspension,
  },
  {
    name: "admin.listings.restore",
    call: (fp) => adminOf(fp).listings.restore(slug),
    sends: `DELETE ${listingAddress}/suspension`,
    reply: moderated,
  },
  {
    name: "admin.listings.suspensions",
    call: (fp) => adminOf(fp).listings.suspensions({ appealed: "true" }),
    sends: "GET /v1/admin/suspensions?appealed=true",
    reply: wire.page([wire.suspension]),
  },
  {
    name: "admin.publishers.lock",
    call: (fp) => adminOf(fp).publishers.lock("acme", { reason: "malware" }),
    sends: "PUT /v1/admin/publishers/acme/lock",
    body: { reason: "malware" },
    reply: publisher,
  },
  {
    name: "admin.publishers.unlock",
    call: (fp) => adminOf(fp).publishers.unlock("acme"),
    sends: "DELETE /v1/admin/publishers/acme/lock",
    reply: publisher,
  },
  {
    name: "admin.publishers.verify",
    call: (fp) => adminOf(fp).publishers.verify("acme", { method: "dns" }),
    sends: "PUT /v1/admin/publishers/acme/verification",
    body: { method: "dns" },
    reply: publisher,
  },
  {
    name: "admin.publishers.unverify",
    call: (fp) => adminOf(fp).publishers.unverify("acme"),
    sends: "DELETE /v1/admin/publishers/acme/verification",
    reply: publisher,
  },
  {
    name: "admin.users.lock",
    call: (fp) => adminOf(fp).users.lock(wire.id("usr"), { reason: "spam" }),
    sends: `PUT /v1/admin/users/${wire.id("usr")}/lock`,
    body: { reason: "spam" },
    reply: user,
  },
  {
    name: "admin.users.unlock",
    call: (fp) => adminOf(fp).users.unlock(wire.id("usr")),
    sends: `DELETE /v1/admin/users/${wire.id("usr")}/lock`,
    reply: user,
  },
  {
    name: "admin.users.setRole",
    call: (fp) => adminOf(fp).users.setRole(wire.id("usr"), "reader"),
    sends: `PUT /v1/admin/users/${wire.id("usr")}/role`,
    body: { role: "reader" },
    reply: user,
  },
  {
    name: "admin.audit",
    call: (fp) => adminOf(fp).audit({ actor: "alice" }),
    sends: "GET /v1/admin/audit?actor=alice",
    reply: wire.page([entry]),
  },
  {
    name: "admin.targets.register",
    call: (fp) => adminOf(fp).targets.register(register),
    sends: "POST /v1/targets",
    body: register,
    reply: { target: settings, secret: "fpts_x" },
  },
  {
    name: "admin.targets.list",
    call: (fp) => adminOf(fp).targets.list(),
    sends: "GET /v1/targets/settings",
    reply: { data: [settings] },
  },
  {
    name: "admin.targets.get",
    call: (fp) => adminOf(fp).targets.get("whs"),
    sends: "GET /v1/targets/whs/settings",
    reply: settings,
  },
  {
    name: "admin.targets.update",
    call: (fp) => adminOf(fp).targets.update("whs", { isDefault: true }, { ifMatch: '"tgt-1"' }),
    sends: "PATCH /v1/targets/whs",
    body: { isDefault: true },
    reply: settings,
  },
  {
    name: "admin.targets.disable",
    call: (fp) => adminOf(fp).targets.disable("whs"),
    sends: "POST /v1/targets/whs/disable",
    reply: settings,
  },
  {
    name: "admin.targets.enable",
    call: (fp) => adminOf(fp).targets.enable("whs"),
    sends: "POST /v1/targets/whs/enable",
    reply: settings,
  },
  {
    name: "admin.targets.addCredential",
    call: (fp) => adminOf(fp).targets.addCredential("whs", { overlapMs: 0 }),
    sends: "POST /v1/targets/whs/credentials",
    body: { overlapMs: 0 },
    reply: { credential, secret: "fpts_x" },
  },
  {
    name: "admin.targets.revokeCredential",
    call: (fp) => adminOf(fp).targets.revokeCredential("whs", wire.id("tcr")),
    sends: `DELETE /v1/targets/whs/credentials/${wire.id("tcr")}`,
    reply: settings,
  },
]
