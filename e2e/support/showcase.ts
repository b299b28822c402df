import { randomUUID } from "node:crypto"
import { FleetPrompt, type PublishReleaseRequest } from "@fleetprompt/sdk"
import { pictureOf } from "./picture.ts"
import type { Registry } from "./registry.ts"

/** A registry as it looks after some years: everything a page can show is on it. */
export interface Showcase {
  /** A listing with many releases, one of them revoked, notes, links and installs. */
  readonly rich: "acme/support-triage"
  readonly deprecated: "acme/ticket-sorter"
  readonly unlisted: "acme/house-style"
  /** Every release of it was revoked. */
  readonly revoked: "acme/mail-merge"
  /** Published without a word more than is needed. */
  readonly bare: "acme/bare-bones"
}

export const showcase: Showcase = {
  rich: "acme/support-triage",
  deprecated: "acme/ticket-sorter",
  unlisted: "acme/house-style",
  revoked: "acme/mail-merge",
  bare: "acme/bare-bones",
}

/**
 * Puts the showcase on a registry that `dev` started, over the public API and with the operator's commands. Answers
 * the secret of each target.
 */
export async function fillShowcase(registry: Registry): Promise<ReadonlyMap<string, string>> {
  const client = new FleetPrompt({ baseUrl: registry.url, token: registry.token })
  const asDev = callerOf(registry, registry.token)
  await client.publishers.claim({ handle: "acme", displayName: "Acme Support Systems" })
  const profile = { description: "Agents for support desks, since 2024.", homepageUrl: "https://acme.example/" }
  await asDev("PATCH", "/v1/publishers/acme", profile, { "if-match": '"pub-1"' })
  await fillListings(client)
  await asDev("POST", `/v1/listings/${showcase.rich}/releases/1.2.0/revocation`, {
    reason: "security",
    note: "It could be talked into closing tickets. 1.2.1 cannot.",
  })
  await asDev("POST", `/v1/listings/${showcase.revoked}/releases/0.1.0/revocation`, { reason: "broken", note: null })
  await asDev("PUT", `/v1/listings/${showcase.deprecated}/deprecation`, {
    message: "Support Triage does all of it and more.",
    successor: showcase.rich,
  })
  await addPicture(registry, showcase.deprecated, "A desk with two piles of letters")
  await verify(registry)
  return await install(registry)
}

async function fillListings(client: FleetPrompt): Promise<void> {
  await list(
    client,
    showcase.rich,
    "Support Triage",
    "Reads incoming tickets, sets urgency and topic, and routes each one to the team that can answer it.",
    {
      description: richText,
      tags: ["support", "triage", "tickets"],
      categories: ["customer-support"],
      docsUrl: "https://docs.acme.example/support-triage",
      repoUrl: "https://github.com/acme-example/support-triage",
    },
  )
  for (const release of richReleases) await client.releases.publish(showcase.rich, release)
  await list(client, showcase.deprecated, "Ticket Sorter", "Sorts tickets by their first words.")
  await client.releases.publish(showcase.deprecated, { version: "3.0.1", refs: { whsAgentId: "agt_ticket_sorter" } })
  await list(client, showcase.unlisted, "House Style", "How we write to customers.")
  await client.releases.publish(showcase.unlisted, { version: "1.0.0", refs: { whsAgentId: "agt_house_style" } })
  await list(client, showcase.revoked, "Mail Merge", "Writes one letter to many people.")
  await client.releases.publish(showcase.revoked, { version: "0.1.0", refs: { whsAgentId: "agt_mail_merge" } })
  await list(client, showcase.bare, "Bare Bones", "Does one thing.")
  await client.releases.publish(showcase.bare, { version: "1.0.0", refs: { whsAgentId: "agt_bare" } })
  for (const slug of [showcase.rich, showcase.deprecated, showcase.revoked, showcase.bare]) {
    await client.listings.setStatus(slug, "published")
  }
  await client.listings.setStatus(showcase.unlisted, "unlisted")
}

type Words = Omit<Parameters<FleetPrompt["listings"]["create"]>[0], "slug" | "assetKind" | "name" | "summary">

const list = async (client: FleetPrompt, slug: string, name: string, summary: string, words: Words = {}) => {
  await client.listings.create({ ...words, slug, assetKind: "whs_agent", name, summary })
}

async function addPicture(registry: Registry, slug: string, alt: string): Promise<void> {
  const response = await fetch(`${registry.url}/v1/listings/${slug}/images?${new URLSearchParams({ alt })}`, {
    method: "POST",
    headers: { authorization: `Bearer ${registry.token}`, "content-type": "image/png" },
    body: Uint8Array.from(pictureOf(640, 360)),
  })
  if (!response.ok) throw new Error(await response.text())
}

/** A moderator looked at the publisher's DNS. */
async function verify(registry: Registry): Promise<void> {
  const { token } = await registry.operate<{ token: string }>("token", "create", "--user", "moderator")
  await registry.operate("role", "grant", "moderator", "moderator")
  await callerOf(registry, token)("PUT", "/v1/admin/publishers/acme/verification", { method: "dns" })
}

/** Two people install into two targets, which redeem as targets do. */
async function install(registry: Registry): Promise<ReadonlyMap<string, string>> {
  const secrets = new Map<string, string>()
  for (const name of ["whs", "whs-staging"]) {
    secrets.set(name, await registry.addTarget(name, `https://${name}.example/fleetprompt/install`))
  }
  await installSome(registry, secrets, [showcase.rich])
  return secrets
}

/**
 * Bob and Carol install these listings and some of the catalogue's; each target redeems with its secret. Answers how
 * many installs that were.
 */
export async function installSome(
  registry: Registry,
  secrets: ReadonlyMap<string, string>,
  chosen: readonly string[],
): Promise<number> {
  const some = await installable(registry, 6)
  let count = 0
  for (const [at, sub] of ["bob", "carol"].entries()) {
    const { token, iss } = await registry.operate<{ token: string; iss: string }>("token", "create", "--user", sub)
    const client = new FleetPrompt({ baseUrl: registry.url, token })
    for (const [target, secret] of secrets) {
      for (const listing of [...chosen, ...some.slice(at, target === "whs" ? 6 : 3)]) {
        const { installToken } = await client.installs.create({ listing, target })
        const redemption = { token: installToken, redemptionId: randomUUID(), subject: { iss, sub } }
        await callerOf(registry, secret)("POST", "/v1/install-intents/redeem", redemption)
        count += 1
      }
    }
  }
  return count
}

/** The first listings of the catalogue, by name, that a WHS workspace can take. */
async function installable(registry: Registry, max: number): Promise<string[]> {
  const slugs: string[] = []
  const query = { kind: "whs_agent", sort: "name", limit: 40 } as const
  for await (const { slug, latestVersion } of new FleetPrompt({ baseUrl: registry.url }).listings.search(query)) {
    if (latestVersion !== null && !slug.startsWith("acme/")) slugs.push(slug)
    if (slugs.length === max) break
  }
  return slugs
}

/** Sends a request the SDK has no word for, and insists that it is taken. */
export function callerOf(registry: Registry, credential: string) {
  return async (method: string, path: string, body: unknown, headers: Record<string, string> = {}) => {
    const response = await fetch(registry.url + path, {
      method,
      headers: { authorization: `Bearer ${credential}`, "content-type": "application/json", ...headers },
      body: JSON.stringify(body),
    })
    if (!response.ok) throw new Error(`${method} ${path}: ${await response.text()}`)
    return response
  }
}

const refs = { whsAgentId: "agt_support_triage", whsDeploymentId: "dep_7f3" }

const richReleases: readonly PublishReleaseRequest[] = [
  { version: "1.0.0", refs: { whsAgentId: "agt_support_triage" }, notes: "The first release." },
  {
    version: "1.1.0",
    refs: { whsAgentId: "agt_support_triage" },
    compatibility: { minWHSVersion: "2.1.0" },
    notes: "## What is new\n\n- Reads attachments that are plain text.\n- Urgency in four steps instead of three.",
  },
  {
    version: "1.2.0",
    refs,
    compatibility: { minWHSVersion: "2.2.0" },
    notes: "- Closes tickets that answer themselves.",
  },
  { version: "1.2.1", refs, compatibility: { minWHSVersion: "2.2.0" }, notes: "- Never closes a ticket." },
  {
    version: "1.3.0",
    refs,
    compatibility: { minWHSVersion: "2.3.0" },
    notes: "- Learns topics from your own list.\n- Says `unsure` instead of guessing.",
  },
  {
    version: "1.4.0",
    refs: { ...refs, whsDeploymentId: "dep_8a1" },
    compatibility: { minWHSVersion: "2.3.0" },
    artifact: {
      url: "https://files.acme.example/support-triage-1.4.0.tgz",
      sha256: "4f53cda18c2baa0c0354bb5f9a3ecbe5ed12ab4d8e11ba873c2f11161202b945",
    },
    notes: "- Routes by working hours of the team.\n- Names the sentence that made a ticket urgent.",
  },
  { version: "2.0.0-rc.1", refs, compatibility: { minWHSVersion: "3.0.0" }, notes: "For those who try it early." },
]

const richText = `Reads every new ticket and decides three things: how urgent it is, what it is about, and who should answer. It changes nothing but the ticket's labels and its assignee.

## What it decides

- **Urgency** in four steps, with the sentence that decided it.
- **Topic** from your own list; anything else goes to a person.
- **Routing** by team and by hours, never to somebody who is away.

### Urgency

| step | means | answered within |
|---|---|---|
| 1 | a question | two days |
| 2 | something is in the way | the same day |
| 3 | work has stopped | two hours |
| 4 | data is at risk | at once |

### Topics

Give it a list, one topic a line:

\`\`\`yaml
topics:
  - billing
  - sign-in
  - { name: exports, team: data }
\`\`\`

> It says \`unsure\` rather than guess, and a person decides.

## What it needs

1. A WHS workspace of version 2.3 or later.
2. Permission to read tickets and to write labels.
3. Half an hour of your time for the list of topics.

## What it never does

It sends nothing to customers, closes nothing, and reads no attachment that is not plain text. See the [handbook](https://docs.acme.example/support-triage) for the reasons.
`
