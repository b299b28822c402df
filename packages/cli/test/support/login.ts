import { join } from "node:path"
import { idFor, nowMs } from "./fixtures.ts"
import { type Registry, startRegistry } from "./registry.ts"
import type { World } from "./run.ts"
import { cliSecret, deviceCode } from "./wire.ts"

export const session = {
  sessionId: idFor("cliSession", "one"),
  clientName: "fleetprompt on laptop",
  scopes: ["listing:read"],
  requestedFrom: "127.0.0.1",
  createdAtMs: nowMs,
  expiresAtMs: nowMs + 86_400_000,
  revokedAtMs: null,
  lastUsedAtMs: null,
  current: true,
}
export const started = {
  deviceCode,
  userCode: "BCDF-GHJK",
  verificationUri: "https://registry.example/device",
  verificationUriComplete: "https://registry.example/device?code=BCDF-GHJK",
  intervalMs: 5_000,
  expiresAtMs: nowMs + 600_000,
}
const whoami = {
  userId: idFor("user", "alice"),
  iss: "https://id.example",
  sub: "alice",
  credential: { kind: "cli_session", tokenId: null, name: null, scopes: ["listing:read"], expiresAtMs: nowMs + 1 },
  publishers: [],
}

/** A registry whose device login is approved at once. */
export async function loginRegistry(more: object = {}): Promise<Registry> {
  const registry = await startRegistry()
  registry.instead("POST /v1/auth/device/token", { status: 200, body: { session, secret: cliSecret } })
  registry.instead("POST /v1/auth/device", { status: 201, body: { ...started, ...more } })
  registry.instead("GET /v1/whoami", { status: 200, body: whoami })
  registry.instead("DELETE /v1/auth/session", { status: 200, body: { ...session, revokedAtMs: nowMs } })
  return registry
}
/** A person at a terminal with a home and no token. */
export const somebody = (home: string, rest: World = {}): World => ({
  token: undefined,
  home,
  terminal: 80,
  env: { NO_COLOR: "1" },
  ...rest,
})
export const fileOf = (home: string) => join(home, "fleetprompt", "credentials.json")
