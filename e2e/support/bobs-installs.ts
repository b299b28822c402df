import { createHash, randomBytes, randomUUID } from "node:crypto"
import { FleetPrompt } from "@fleetprompt/sdk"
import { accountOf } from "@fleetprompt/sdk/account"
import type { Desk } from "./adas-desk.ts"
import { callerOf, showcase } from "./showcase.ts"
import { signInLink, type Site } from "./site.ts"

/** Where Bob finds his installs, each in another state, and what waits for his yes. */
export interface Places extends Desk {
  readonly open: string
  readonly installed: string
  readonly declined: string
  readonly canceled: string
  /** Installed, and revoked afterwards. */
  readonly revoked: string
  /** A target asks for an install. */
  readonly handoff: string
  /** A program asks to be let in. */
  readonly device: string
  /** A link that signs somebody else in. */
  readonly signInLink: string
}

/** Has Bob install until there is one of every kind. */
export async function bringBobTo(site: Site): Promise<Omit<Places, keyof Desk>> {
  const { registry, targetSecrets } = site
  const { token, iss } = await registry.operate<{ token: string; iss: string }>("token", "create", "--user", "bob")
  const client = new FleetPrompt({ baseUrl: registry.url, token })
  const asTarget = callerOf(registry, targetSecrets.get("whs") ?? "")
  const place = { telespaceId: "ts_support_emea", roomId: "night-shift" }

  const start = async (version: string) => {
    const wanted = { listing: showcase.rich, version, target: "whs", targetContext: place }
    const { intent, installToken } = await client.installs.create(wanted)
    return { id: intent.installIntentId, token: installToken }
  }
  const end = async (version: string, outcome: object) => {
    const { id, token: installToken } = await start(version)
    const redemptionId = randomUUID()
    const subject = { iss, sub: "bob" }
    await asTarget("POST", "/v1/install-intents/redeem", { token: installToken, redemptionId, subject })
    await asTarget("POST", `/v1/install-intents/${id}/outcome`, { redemptionId, ...outcome })
    return id
  }
  const installed = await end("1.4.0", { outcome: "completed", targetInstallRef: "agent-7f3a" })
  const revoked = await end("1.0.0", { outcome: "completed" })
  await callerOf(registry, registry.token)("POST", `/v1/listings/${showcase.rich}/releases/1.0.0/revocation`, {
    reason: "superseded",
    note: null,
  })
  const declined = await end("1.3.0", { outcome: "declined", code: "not_authorized" })
  const canceled = (await start("1.4.0")).id
  await client.installs.cancel(canceled)
  const open = (await start("1.4.0")).id
  const pathOf = (id: string) => `/installs/${id}`
  return {
    open: pathOf(open),
    installed: pathOf(installed),
    declined: pathOf(declined),
    canceled: pathOf(canceled),
    revoked: pathOf(revoked),
    handoff: await askForHandoff(asTarget),
    device: await askToBeLetIn(registry.url),
    signInLink: (await signInLink(site, "carol")).slice(site.url.length),
  }
}

const challenge = (): string => createHash("sha256").update(randomBytes(32)).digest("base64url")

async function askForHandoff(asTarget: ReturnType<typeof callerOf>): Promise<string> {
  const asked = { codeChallenge: challenge(), listing: showcase.rich, targetContext: { roomId: "night-shift" } }
  const { handoffId } = (await (await asTarget("POST", "/v1/handoffs", asked)).json()) as { handoffId: string }
  return `/install?handoff=${handoffId}`
}

async function askToBeLetIn(baseUrl: string): Promise<string> {
  const { deviceLogins } = accountOf(new FleetPrompt({ baseUrl }))
  const login = { codeChallenge: challenge(), scopes: ["listing:read" as const], clientName: "fleetprompt on a laptop" }
  return `/device?code=${(await deviceLogins.start(login)).userCode}`
}
