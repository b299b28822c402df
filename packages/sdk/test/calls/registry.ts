import * as wire from "../wire.ts"
import type { ApiCall } from "./api-call.ts"

const member = { userId: wire.id("usr"), iss: "https://id.example", sub: "alice", role: "owner", addedAtMs: 1 }
const changes = {
  data: [{ seq: 8, kind: "listing.updated", slug: "acme/x", listingId: wire.id("lst"), version: null, atMs: 1 }],
  nextAfter: 8,
  hasMore: false,
}
const entry = {
  seq: 3,
  action: "listing.created",
  actor: { kind: "user", id: wire.id("usr") },
  subjectId: wire.id("lst"),
  details: { slug: "acme/x" },
  atMs: 1,
}
const memberAddress = `/v1/publishers/acme/members/${wire.id("usr")}`

export const registryCalls: ApiCall[] = [
  { name: "whoami", call: (fp) => fp.whoami(), sends: "GET /v1/whoami", reply: wire.whoami },
  { name: "discover", call: (fp) => fp.discover(), sends: "GET /.well-known/fleetprompt", reply: wire.discovery },
  {
    name: "limits",
    call: (fp) => fp.limits(),
    sends: "GET /v1/limits",
    reply: { data: [{ action: "read", max: 600, windowMs: 60_000, remaining: 599, resetsAtMs: 1 }] },
  },
  {
    name: "changes.list",
    call: (fp) => fp.changes.list({ after: 7, limit: 50 }),
    sends: "GET /v1/changes?after=7&limit=50",
    reply: changes,
  },
  { name: "targets.list", call: (fp) => fp.targets.list(), sends: "GET /v1/targets", reply: { data: [wire.target] } },
  {
    name: "publishers.claim",
    call: (fp) => fp.publishers.claim({ handle: "acme", displayName: "Acme" }),
    sends: "POST /v1/publishers",
    body: { handle: "acme", displayName: "Acme" },
    reply: wire.publisher,
  },
  {
    name: "publishers.get",
    call: (fp) => fp.publishers.get("acme"),
    sends: "GET /v1/publishers/acme",
    reply: wire.publisher,
  },
  {
    name: "publishers.update",
    call: (fp) => fp.publishers.update("acme", { displayName: "Acme Inc" }, { ifMatch: '"pub-1"' }),
    sends: "PATCH /v1/publishers/acme",
    body: { displayName: "Acme Inc" },
    reply: wire.publisher,
  },
  {
    name: "publishers.members",
    call: (fp) => fp.publishers.members("acme"),
    sends: "GET /v1/publishers/acme/members",
    reply: { data: [member] },
  },
  {
    name: "publishers.setMember",
    call: (fp) => fp.publishers.setMember("acme", wire.id("usr"), "maintainer"),
    sends: `PUT ${memberAddress}`,
    body: { role: "maintainer" },
    reply: member,
  },
  {
    name: "publishers.removeMember",
    call: (fp) => fp.publishers.removeMember("acme", wire.id("usr")),
    sends: `DELETE ${memberAddress}`,
    reply: member,
  },
  {
    name: "publishers.audit",
    call: (fp) => fp.publishers.audit("acme", { limit: 5 }),
    sends: "GET /v1/publishers/acme/audit?limit=5",
    reply: wire.page([entry]),
  },
]
