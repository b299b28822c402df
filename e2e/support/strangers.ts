import { createHash, randomBytes, randomUUID } from "node:crypto"
import { FleetPrompt } from "@fleetprompt/sdk"
import { accountOf } from "@fleetprompt/sdk/account"
import { addresses, places, xssCorpus } from "../../packages/server/test/content/xss-corpus.ts"
import type { CiIssuer } from "../../packages/server/test/support/ci-issuer.ts"
import { accuse } from "./accusers.ts"
import { pictureOf } from "./picture.ts"
import { publishFromRuns } from "./hostile-runs.ts"
import { callerOf } from "./showcase.ts"
import type { Site } from "./site.ts"
import { markOf } from "./strangers-fields.ts"

/** What is refused at the door cannot be shown: control characters, and what looks like a password. */
const taken = [...xssCorpus, ...addresses.flatMap((address) => places.map(([, write]) => write(address)))]
  .filter((attack) => !attack.includes("user:pw@"))
  .map((attack) => attack.replaceAll(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, ""))

/** Everything together, in texts as long as a description may be. */
const markdown = inTexts(taken)

function inTexts(parts: readonly string[], lengthMax = 30_000): string[] {
  const texts = [""]
  for (const part of parts) {
    const last = `${texts.at(-1) ?? ""}${part}\n\n`
    if (last.length > lengthMax) texts.push(`${part}\n\n`)
    else texts[texts.length - 1] = last
  }
  return texts
}

/** Short texts: each attack by itself where it fits. */
const lines = xssCorpus.filter((attack) => attack.length <= 180 && !/[\u0000-\u001f\u007f]/.test(attack))

/** The same without blanks, for what takes none. */
const words = lines.map((attack) => attack.replaceAll(/[^\x21-\x7e]/g, "/")).filter((attack) => attack.length <= 100)

/** How many publishers there are, each with other attacks. */
const hostiles = 12

/** Where what was written is shown: to anybody, to Bob, who was led into it, and to Ada, who moderates. */
export interface Led {
  readonly anybody: readonly string[]
  readonly bob: readonly string[]
  /** The pages of a member of the publisher that wrote it. */
  readonly dev: readonly string[]
  readonly ada: readonly string[]
}

/** Has strangers write into every field there is, with an attack in each. */
export async function letStrangersWrite(site: Site, ci: CiIssuer): Promise<Led> {
  const slugs = await Promise.all(Array.from({ length: hostiles }, (_, at) => publish(site, at)))
  const [first = ""] = slugs
  const { install, installed } = await leadBob(site, first)
  const runs = slugs.map((slug, at) => ({
    slug,
    write: (field: string) => `${markOf(field)} ${lines[at * 7] ?? ""}`,
    writeWord: (field: string) => `${markOf(field)}${words[at * 5] ?? ""}`,
  }))
  await publishFromRuns(site, ci, runs)
  // What is suspended is shown to moderators alone.
  const hidden = await Promise.all([hostiles, hostiles + 1, hostiles + 2].map((at) => publish(site, at)))
  const ada = await accuse(
    site,
    hidden.map((slug, at) => ({ slug, write: (field) => `${markOf(field)} ${lines[at * 5] ?? ""}` })),
  )
  const searched = lines
    .slice(0, 12)
    .map((attack) => `/listings?${new URLSearchParams({ q: `${markOf("q")} ${attack}` })}`)
  return {
    anybody: [
      "/",
      ...slugs.flatMap((slug) => [
        `/listings/${slug}`,
        `/listings/${slug}/releases`,
        `/listings/${slug}/compare?from=1.0.0&to=1.1.0`,
        `/publishers/${slug.split("/")[0]}`,
      ]),
      ...["releases/1.0.0", "releases/1.1.0", "releases/1.2.0", "compatibility", "activity", "report"].map(
        (page) => `/listings/${first}/${page}`,
      ),
      "/tags/xss",
      "/categories/security",
      "/listings?sort=name&tag=xss",
      ...searched,
      ...words
        .slice(0, 6)
        .map((attack) => `/sign-in?${new URLSearchParams({ returnTo: `/${markOf("returnTo")}${attack}` })}`),
    ],
    bob: ["/installs", installed, install, ...(await programs(site))],
    dev: consoleOf(first),
    ada,
  }
}

/** The pages of the console that show a listing and its publisher. */
function consoleOf(slug: string): string[] {
  const [handle = ""] = slug.split("/")
  const ofListing = ["", "/images", "/releases", "/releases/new", "/releases/1.1.0/revoke", "/metrics", "/status"]
  return [
    "/console",
    ...[...ofListing, "/trusted-publishers"].map((page) => `/console/listings/${slug}${page}`),
    ...["", "/members", "/trusted-publishers", "/audit"].map((page) => `/console/publishers/${handle}${page}`),
  ]
}

/** A publisher and a listing with an attack in every field that takes one. @returns its slug. */
async function publish(site: Site, at: number): Promise<string> {
  const { registry } = site
  const handle = `evil-${at}`
  const slug = `${handle}/thing`
  const send = senderOf(site, registry.token)
  const create = (path: string, body: unknown) => send("POST", path, body, { "idempotency-key": randomUUID() })
  /** The attacks a field takes, one after the other, until one is taken. */
  const hurt = async (field: string, ask: (text: string) => Promise<Response>, from: readonly string[] = lines) => {
    for (let tries = 0; tries < 8; tries++) {
      const response = await ask(`${markOf(field)} ${from[(at * 8 + tries) % from.length] ?? ""}`)
      if (response.ok) return
    }
    const response = await ask(`${markOf(field)} <b>`)
    if (!response.ok) throw new Error(`No attack was taken as ${field}: ${await response.text()}`)
  }
  const urlFor = (field: string) =>
    `https://evil.example/${markOf(field)}/%22%3E%3Cscript%3Ealert(1)%3C/script%3E?'onclick='x`

  await hurt("displayName", (text) => create("/v1/publishers", { handle, displayName: text.slice(0, 80) }))
  await hurt("publisherDescription", (text) =>
    send(
      "PATCH",
      `/v1/publishers/${handle}`,
      { description: text, homepageUrl: urlFor("homepageUrl") },
      { "if-match": '"pub-1"' },
    ),
  )
  await hurt("name", (text) =>
    create("/v1/listings", {
      slug,
      assetKind: "whs_agent",
      tags: ["xss"],
      categories: ["security"],
      name: text.slice(0, 80),
      summary: `${markOf("summary")} ${lines[at * 3] ?? ""}`.slice(0, 360),
      description: `${markOf("description")}\n\n${markdown[at % markdown.length] ?? ""}`,
      docsUrl: urlFor("docsUrl"),
      repoUrl: urlFor("repoUrl"),
    }),
  )
  await hurt("imageAlt", (alt) =>
    fetch(`${site.url}/v1/listings/${slug}/images?${new URLSearchParams({ alt })}`, {
      method: "POST",
      headers: { authorization: `Bearer ${registry.token}`, "content-type": "image/png" },
      body: Uint8Array.from(pictureOf(32, 32)),
    }),
  )
  for (const version of ["1.0.0", "1.1.0"]) {
    const notes = `${markOf("notes")}\n\n${markdown[(at + 1) % markdown.length] ?? ""}`.slice(0, 16_000)
    const refs = { whsAgentId: `${markOf("refs")}"><script>alert(1)</script>${version}` }
    const artifact = { url: urlFor("artifactUrl"), sha256: "a".repeat(64) }
    const release = { version, refs, artifact, notes }
    const response = await create(`/v1/listings/${slug}/releases`, release)
    if (!response.ok) throw new Error(await response.text())
  }
  await send("PUT", `/v1/listings/${slug}/status`, { status: "published" })
  await hurt("deprecation", (message) => send("PUT", `/v1/listings/${slug}/deprecation`, { message }))
  await hurt("revocationNote", (note) =>
    send("POST", `/v1/listings/${slug}/releases/1.0.0/revocation`, { reason: "other", note }),
  )
  return slug
}

/** Bob installs it, at a place and into a target that are hostile too. */
async function leadBob(
  { registry, targetSecrets, url }: Site,
  slug: string,
): Promise<{ install: string; installed: string }> {
  const { token, iss } = await registry.operate<{ token: string; iss: string }>("token", "create", "--user", "bob")
  const client = new FleetPrompt({ baseUrl: url, token })
  const place = { roomId: `${markOf("targetContext")}${words[0]}`, telespaceId: words[1] ?? "", orgId: words[2] ?? "" }
  const wanted = { listing: slug, version: "1.1.0", target: "whs" }
  const { intent, installToken } = await client.installs.create({ ...wanted, targetContext: place })
  const asTarget = callerOf(registry, targetSecrets.get("whs") ?? "")
  const redemptionId = randomUUID()
  await asTarget("POST", "/v1/install-intents/redeem", {
    token: installToken,
    redemptionId,
    subject: { iss, sub: "bob" },
  })
  await asTarget("POST", `/v1/install-intents/${intent.installIntentId}/outcome`, {
    redemptionId,
    outcome: "completed",
    targetInstallRef: `${markOf("targetInstallRef")}${words[3]}`,
  })
  return {
    install: `/install?${new URLSearchParams({ ...wanted, ...place })}`,
    installed: `/installs/${intent.installIntentId}`,
  }
}

/** Programs that call themselves something, and wait to be let in. */
async function programs({ url }: Site): Promise<string[]> {
  const { deviceLogins } = accountOf(new FleetPrompt({ baseUrl: url }))
  const shown: string[] = []
  for (const attack of lines) {
    const codeChallenge = createHash("sha256").update(randomBytes(32)).digest("base64url")
    const clientName = `${markOf("clientName")} ${attack}`
    if (clientName.length > 60 || shown.length === 6) continue
    try {
      const { userCode } = await deviceLogins.start({ codeChallenge, scopes: ["listing:read"], clientName })
      shown.push(`/device?code=${userCode}`)
    } catch {
      // Not every attack is taken as a name.
    }
  }
  return shown
}

function senderOf({ url }: Site, credential: string) {
  return async (method: string, path: string, body: unknown, more: Record<string, string> = {}) => {
    const headers = { authorization: `Bearer ${credential}`, "content-type": "application/json", ...more }
    return await fetch(`${url}${path}`, { method, headers, body: JSON.stringify(body) })
  }
}
