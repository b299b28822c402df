import { accountOf } from "../../src/account/index.ts"
import * as wire from "../wire.ts"
import type { ApiCall } from "./api-call.ts"

const token = {
  tokenId: wire.id("tok"),
  name: "ci",
  scopes: ["release:publish"],
  listingIds: null,
  createdAtMs: 1,
  expiresAtMs: 2,
  revokedAtMs: null,
  lastUsedAtMs: null,
}
const create = { name: "ci", scopes: ["release:publish" as const], expiresInDays: 90 }

const session = {
  sessionId: wire.id("cls"),
  clientName: "fleetprompt on laptop",
  scopes: ["listing:read"],
  requestedFrom: "192.0.2.1",
  createdAtMs: 1,
  expiresAtMs: 2,
  revokedAtMs: null,
  lastUsedAtMs: null,
  current: true,
}
const start = { codeChallenge: "a".repeat(43), scopes: ["listing:read" as const], clientName: "fleetprompt on laptop" }
const poll = { deviceCode: `fpdc_${"0".repeat(38)}`, codeVerifier: "v".repeat(43) }
const login = {
  userCode: "BCDF-GHJK",
  status: "pending",
  clientName: "fleetprompt on laptop",
  scopes: ["listing:read"],
  requestedFrom: "192.0.2.1",
  createdAtMs: 1,
  expiresAtMs: 2,
}

export const accountCalls: ApiCall[] = [
  {
    name: "account.tokens.create",
    call: (fp) => accountOf(fp).tokens.create(create),
    sends: "POST /v1/tokens",
    body: create,
    reply: { token, secret: "fpat_x" },
  },
  {
    name: "account.tokens.list",
    call: (fp) => accountOf(fp).tokens.list(),
    sends: "GET /v1/tokens",
    reply: wire.page([token]),
  },
  {
    name: "account.tokens.revoke",
    call: (fp) => accountOf(fp).tokens.revoke(wire.id("tok")),
    sends: `DELETE /v1/tokens/${wire.id("tok")}`,
    reply: token,
  },
  {
    name: "account.tokens.reportLeak",
    call: (fp) => accountOf(fp).tokens.reportLeak("fpat_x"),
    sends: "POST /v1/tokens/report-leak",
    body: { token: "fpat_x" },
    reply: { result: "accepted" },
  },
  {
    name: "account.deviceLogins.start",
    call: (fp) => accountOf(fp).deviceLogins.start(start),
    sends: "POST /v1/auth/device",
    body: start,
    reply: {
      deviceCode: poll.deviceCode,
      userCode: "BCDF-GHJK",
      verificationUri: "https://registry.example/device",
      verificationUriComplete: "https://registry.example/device?code=BCDF-GHJK",
      intervalMs: 5_000,
      expiresAtMs: 2,
    },
  },
  {
    name: "account.deviceLogins.poll",
    call: (fp) => accountOf(fp).deviceLogins.poll(poll),
    sends: "POST /v1/auth/device/token",
    body: poll,
    reply: { session, secret: "fpcl_x" },
  },
  {
    name: "account.deviceLogins.get",
    call: (fp) => accountOf(fp).deviceLogins.get("BCDF-GHJK"),
    sends: "GET /v1/auth/device/BCDF-GHJK",
    reply: login,
  },
  {
    name: "account.deviceLogins.approve",
    call: (fp) => accountOf(fp).deviceLogins.approve("BCDF-GHJK"),
    sends: "POST /v1/auth/device/BCDF-GHJK/approve",
    reply: { ...login, status: "approved" },
  },
  {
    name: "account.deviceLogins.deny",
    call: (fp) => accountOf(fp).deviceLogins.deny("BCDF-GHJK"),
    sends: "POST /v1/auth/device/BCDF-GHJK/deny",
    reply: { ...login, status: "denied" },
  },
  {
    name: "account.sessions.list",
    call: (fp) => accountOf(fp).sessions.list(),
    sends: "GET /v1/auth/sessions",
    reply: wire.page([session]),
  },
  {
    name: "account.sessions.revoke",
    call: (fp) => accountOf(fp).sessions.revoke(wire.id("cls")),
    sends: `DELETE /v1/auth/sessions/${wire.id("cls")}`,
    reply: session,
  },
  {
    name: "account.sessions.end",
    call: (fp) => accountOf(fp).sessions.end(),
    sends: "DELETE /v1/auth/session",
    reply: session,
  },
]
