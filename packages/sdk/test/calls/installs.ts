import * as wire from "../wire.ts"
import { type ApiCall, slug } from "./api-call.ts"

const install = { listing: slug, target: "whs" }
const later = { ...install, issueToken: false }
const address = `/v1/install-intents/${wire.id("ins")}`

export const installCalls: ApiCall[] = [
  {
    name: "installs.create",
    call: (fp) => fp.installs.create(install),
    sends: "POST /v1/install-intents",
    body: install,
    reply: wire.issuedInstall,
  },
  {
    name: "installs.create without a token",
    call: (fp) => fp.installs.create(later),
    sends: "POST /v1/install-intents",
    body: later,
    reply: { intent: { ...wire.intent, status: "created" }, installToken: null, link: null },
  },
  {
    name: "installs.issue",
    call: (fp) => fp.installs.issue(wire.id("ins"), { ttlMs: 60_000 }),
    sends: `POST ${address}/token`,
    body: { ttlMs: 60_000 },
    reply: wire.issuedInstall,
  },
  {
    name: "installs.cancel",
    call: (fp) => fp.installs.cancel(wire.id("ins")),
    sends: `POST ${address}/cancel`,
    reply: { ...wire.intent, status: "canceled", cancelReason: "buyer" },
  },
  { name: "installs.get", call: (fp) => fp.installs.get(wire.id("ins")), sends: `GET ${address}`, reply: wire.intent },
  {
    name: "installs.list",
    call: (fp) => fp.installs.list({ limit: 5 }),
    sends: "GET /v1/install-intents?limit=5",
    reply: wire.page([wire.intent]),
  },
  {
    name: "installs.handoff",
    call: (fp) => fp.installs.handoff(wire.id("hof")),
    sends: `GET /v1/handoffs/${wire.id("hof")}`,
    reply: {
      handoffId: wire.id("hof"),
      target: { targetId: wire.id("tgt"), name: "whs", targetSystem: "whs" },
      targetContext: { roomId: "r1" },
      listing: slug,
      version: null,
      expiresAtMs: 2,
    },
  },
]
