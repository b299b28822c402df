import { randomUUID } from "node:crypto"
import { FleetPrompt } from "@fleetprompt/sdk"
import { adminOf } from "@fleetprompt/sdk/admin"
import { callerOf, showcase } from "./showcase.ts"
import type { Registry } from "./registry.ts"
import type { Site } from "./site.ts"

/** What Ada, who is an admin, has to decide about. */
export interface Desk {
  /** A listing with reports on it. */
  readonly case: string
  /** One that is suspended, and whose members object. */
  readonly appealed: string
  /** Somebody who is locked out. */
  readonly locked: string
  /** Somebody who is not. */
  readonly person: string
}

const mailer = "acme/cold-mailer"

/** Fills the desk: reports, a suspension with an appeal, somebody locked out. */
export async function fillAdasDesk({ registry }: Pick<Site, "registry">): Promise<Desk> {
  const ada = await clientOf(registry, "ada")
  await registry.operate("role", "grant", "ada", "admin")
  const admin = adminOf(ada)
  const asDev = callerOf(registry, registry.token)
  const report = async (slug: string, reason: string, note: string) =>
    await asDev("POST", `/v1/listings/${slug}/reports`, { reason, note })

  await report(
    showcase.rich,
    "impersonation",
    "The name and the first paragraph are ours: <a href=https://ours.example>see here</a>.",
  )
  await report(showcase.bare, "spam", "")
  await report(
    showcase.rich,
    "malware",
    "It asks for mailbox rights that it does not need and forwards every message that mentions an invoice. ".repeat(4),
  )

  const listing = { slug: mailer, assetKind: "whs_agent", name: "Cold Mailer", summary: "Writes to everybody at once." }
  await asDev("POST", "/v1/listings", listing, { "idempotency-key": randomUUID() })
  const release = { version: "1.0.0", refs: { whsAgentId: "agt_mailer" }, notes: "First." }
  await asDev("POST", `/v1/listings/${mailer}/releases`, release, { "idempotency-key": randomUUID() })
  await asDev("PUT", `/v1/listings/${mailer}/status`, { status: "published" })
  await admin.listings.suspend(mailer, { reason: "spam", note: "It writes to people who never asked." })
  await asDev("PUT", `/v1/listings/${mailer}/appeal`, {
    note: "Version 1.1.0 asks for consent first. Please look again.",
  })

  const [mallory, bob] = [await userOf(registry, "mallory"), await userOf(registry, "bob")]
  await admin.users.lock(mallory, { reason: "spam" })
  return {
    case: `/admin/listings/${showcase.rich}`,
    appealed: `/admin/listings/${mailer}`,
    locked: `/admin/people/${mallory}`,
    person: `/admin/people/${bob}`,
  }
}

async function clientOf(registry: Registry, name: string): Promise<FleetPrompt> {
  const { token } = await registry.operate<{ token: string }>("token", "create", "--user", name)
  return new FleetPrompt({ baseUrl: registry.url, token })
}

const userOf = async (registry: Registry, name: string): Promise<string> =>
  (await (await clientOf(registry, name)).whoami()).userId
