import { createHash, randomBytes } from "node:crypto"
import { FleetPrompt } from "@fleetprompt/sdk"
import { accountOf } from "@fleetprompt/sdk/account"
import { scopes } from "@fleetprompt/sdk/contracts"
import type { Registry } from "./registry.ts"

/** The client of whom `dev` greets, signed in as `fleetprompt login` would, with the operator to approve it. */
export async function sessionOf(registry: Registry): Promise<FleetPrompt> {
  const { deviceLogins } = accountOf(new FleetPrompt({ baseUrl: registry.url }))
  const codeVerifier = randomBytes(32).toString("base64url")
  const codeChallenge = createHash("sha256").update(codeVerifier).digest("base64url")
  const { deviceCode, userCode } = await deviceLogins.start({
    codeChallenge,
    scopes: scopes.filter((scope) => scope !== "moderation"),
    clientName: "a test",
  })
  await registry.operate("login", "approve", userCode, "--user", "dev")
  const { secret } = await deviceLogins.poll({ deviceCode, codeVerifier })
  return new FleetPrompt({ baseUrl: registry.url, token: secret })
}
