import { randomUUID } from "node:crypto"
import type { Page } from "playwright-core"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { addresses, places, xssCorpus } from "../../packages/server/test/content/xss-corpus.ts"
import { openSite, type Site } from "../support/site.ts"

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
const lines = xssCorpus.filter((attack) => attack.length <= 200 && !/[\u0000-\u001f\u007f]/.test(attack))

describe("T-WEB-3 · What strangers write, in a real browser", () => {
  let site: Site
  let slugs: string[]
  beforeAll(async () => {
    site = await openSite({ entries: 1 })
    slugs = await Promise.all(Array.from({ length: 12 }, (_, at) => publish(at)))
  }, 120_000)
  afterAll(() => site.end())

  const send = async (method: string, path: string, body: unknown, headers: Record<string, string> = {}) => {
    const credential = { authorization: `Bearer ${site.registry.token}`, "content-type": "application/json" }
    const init = { method, headers: { ...credential, ...headers }, body: JSON.stringify(body) }
    return await fetch(`${site.url}${path}`, init)
  }
  const create = (path: string, body: unknown) => send("POST", path, body, { "idempotency-key": randomUUID() })

  /** The attacks a field takes, one after the other, until one is taken. @returns how it was answered. */
  async function hurt(at: number, ask: (attack: string) => Promise<Response>): Promise<Response> {
    for (let tries = 0; tries < 8; tries++) {
      const response = await ask(lines[(at * 8 + tries) % lines.length] ?? "")
      if (response.ok) return response
    }
    return await ask("<b>none of them was taken</b>")
  }

  /** A publisher and a listing with an attack in every field that takes one. */
  async function publish(at: number): Promise<string> {
    const handle = `evil-${at}`
    const slug = `${handle}/thing`
    await hurt(at, (attack) => create("/v1/publishers", { handle, displayName: attack.slice(0, 80) }))
    await hurt(at, (attack) =>
      send("PATCH", `/v1/publishers/${handle}`, { description: attack }, { "if-match": '"pub-1"' }),
    )
    const listing = { slug, assetKind: "whs_agent", tags: ["xss"], description: markdown[at % markdown.length] }
    const made = await hurt(at, (attack) =>
      create("/v1/listings", {
        ...listing,
        name: attack.slice(0, 80),
        summary: `${lines[at * 3] ?? ""} ${attack}`.slice(0, 360),
      }),
    )
    expect(made.status, await made.clone().text()).toBe(201)
    for (const version of ["1.0.0", "1.1.0"]) {
      const notes = (markdown[(at + 1) % markdown.length] ?? "").slice(0, 16_000)
      const refs = { whsAgentId: `"><script>alert(1)</script>${version}` }
      const artifact = { url: "https://evil.example/%22%3E%3Cscript%3Ealert(1)%3C/script%3E", sha256: "a".repeat(64) }
      expect((await create(`/v1/listings/${slug}/releases`, { version, refs, artifact, notes })).status).toBe(201)
    }
    await send("PUT", `/v1/listings/${slug}/status`, { status: "published" })
    await hurt(at, (attack) => send("PUT", `/v1/listings/${slug}/deprecation`, { message: attack }))
    const revocation = (note: string) =>
      send("POST", `/v1/listings/${slug}/releases/1.0.0/revocation`, { reason: "other", note })
    await hurt(at, revocation)
    return slug
  }

  /** Goes to every page that shows what was written, and notes what a page must never do. */
  async function misdeedsOf(page: Page): Promise<string[]> {
    const misdeeds: string[] = []
    let at = ""
    page.on("dialog", (dialog) => {
      misdeeds.push(`${at} ran a script: ${dialog.message()}`)
      void dialog.dismiss()
    })
    page.on("request", (request) => {
      if (new URL(request.url()).origin !== site.url) misdeeds.push(`${at} asked ${request.url()}`)
    })
    page.on("framenavigated", (frame) => {
      if (frame.url() !== `${site.url}${at}`) misdeeds.push(`${at} led to ${frame.url()}`)
    })
    const searched = lines.slice(0, 12).map((attack) => `/listings?q=${encodeURIComponent(attack)}`)
    const shown = slugs.flatMap((slug) => [
      `/listings/${slug}`,
      `/listings/${slug}/releases`,
      `/listings/${slug}/compare?from=1.0.0&to=1.1.0`,
    ])
    const others = [`/publishers/evil-1`, `/listings/${slugs[0]}/report`, `/listings/${slugs[0]}/compatibility`]
    for (at of [...shown, ...others, "/tags/xss", "/listings?sort=name", "/", ...searched]) {
      await page.goto(`${site.url}${at}`)
      await page.evaluate(() => {
        for (const node of document.querySelectorAll<HTMLElement>("main [tabindex], main summary, main a")) {
          node.dispatchEvent(new MouseEvent("mouseover", { bubbles: true }))
          node.focus()
        }
      })
    }
    return misdeeds
  }

  it.each([
    ["under our policy", false],
    ["with the policy taken away", true],
  ])(
    "runs nothing and asks nobody else, %s",
    async (_how, bypassCSP) => {
      const context = await site.browser.newContext({ bypassCSP })
      const misdeeds = await misdeedsOf(await context.newPage())
      await context.close()
      expect(misdeeds).toEqual([])
    },
    90_000,
  )

  it("would see a script that runs and a request that leaves", async () => {
    const context = await site.browser.newContext({ bypassCSP: true })
    const page = await context.newPage()
    const seen: string[] = []
    page.on("dialog", (dialog) => {
      seen.push(dialog.message())
      void dialog.dismiss()
    })
    await page.goto(site.url)
    await page.evaluate(() => document.body.setHTMLUnsafe("<img src=x onerror=alert(1)>"))
    await expect.poll(() => seen).toEqual(["1"])
    await context.close()
  })
})
