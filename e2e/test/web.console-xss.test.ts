import { randomUUID } from "node:crypto"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { xssCorpus } from "../../packages/server/test/content/xss-corpus.ts"
import { pictureOf } from "../support/picture.ts"
import { openSite, signInLink, type Site } from "../support/site.ts"

/** Short enough for every field, and with nothing that is refused at the door. */
const lines = xssCorpus.filter((attack) => attack.length <= 76 && !/[\u0000-\u001f\u007f-\u009f]/.test(attack))
/** The same for fields that take no blanks. */
const words = lines.map((attack) => attack.replaceAll(/[^\x21-\x7e]/g, "/"))

describe("T-WEB-3 · What other members write, on the pages of the console", () => {
  let site: Site
  const slugs: string[] = []
  beforeAll(async () => {
    site = await openSite({ entries: 1 })
    for (let at = 0; at < 4; at++) slugs.push(await publish(at))
  }, 120_000)
  afterAll(() => site.end())

  async function send(method: string, path: string, body: unknown, headers: Record<string, string> = {}) {
    const isBytes = body instanceof Uint8Array
    const response = await fetch(`${site.url}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${site.registry.token}`,
        "content-type": isBytes ? "image/png" : "application/json",
        "idempotency-key": randomUUID(),
        ...headers,
      },
      body: isBytes ? Uint8Array.from(body) : JSON.stringify(body),
    })
    return response.ok
  }

  /** Tries attacks one after the other until the field takes one. */
  async function hurt(at: number, attacks: readonly string[], ask: (attack: string) => Promise<boolean>) {
    for (let tries = 0; tries < 12; tries++) {
      if (await ask(attacks[(at * 12 + tries) % attacks.length] ?? "")) return
    }
    throw new Error("A field took none of the attacks.")
  }

  async function publish(at: number): Promise<string> {
    const handle = `evil-${at}`
    const slug = `${handle}/thing`
    const path = `/v1/listings/${slug}`
    await hurt(at, lines, (displayName) => send("POST", "/v1/publishers", { handle, displayName }))
    await hurt(at, lines, (description) =>
      send("PATCH", `/v1/publishers/${handle}`, { description }, { "if-match": '"pub-1"' }),
    )
    const description = lines.slice(at * 20, at * 20 + 40).join("\n\n")
    await hurt(at, lines, (text) =>
      send("POST", "/v1/listings", {
        slug,
        assetKind: "whs_agent",
        name: text,
        summary: `${text} ${text}`,
        description,
      }),
    )
    await hurt(at, lines, (alt) => send("POST", `${path}/images?${new URLSearchParams({ alt })}`, pictureOf(8, 8)))
    for (const version of ["1.0.0", "1.1.0"]) {
      await hurt(at, words, (whsAgentId) =>
        send("POST", `${path}/releases`, { version, refs: { whsAgentId }, notes: description }),
      )
    }
    await send("PUT", `${path}/status`, { status: "published" })
    await hurt(at, lines, (message) => send("PUT", `${path}/deprecation`, { message }))
    await hurt(at, lines, (note) => send("POST", `${path}/releases/1.0.0/revocation`, { reason: "other", note }))
    await hurt(at, lines, (name) => send("POST", "/v1/tokens", { name, scopes: ["listing:read"], expiresInDays: 1 }))
    return slug
  }

  const pages = () =>
    slugs.flatMap((slug) => {
      const own = `/console/listings/${slug}`
      const publisher = `/console/publishers/${slug.split("/")[0]}`
      return [
        ...["", "/images", "/releases", "/releases/new", "/releases/1.1.0/revoke", "/status", "/metrics"].map(
          (page) => `${own}${page}`,
        ),
        `${own}/trusted-publishers`,
        publisher,
        `${publisher}/members`,
        `${publisher}/trusted-publishers`,
        `${publisher}/audit`,
      ]
    })

  it.each([
    ["under our policy", false],
    ["with the policy taken away", true],
  ])(
    "runs nothing and asks nobody else, %s",
    async (_how, bypassCSP) => {
      const context = await site.browser.newContext({ bypassCSP, baseURL: site.url })
      const page = await context.newPage()
      await page.goto(await signInLink(site, "dev"))
      await page.getByRole("button", { name: "Sign in as dev" }).click()
      await page.waitForURL(`${site.url}/`)
      const misdeeds: string[] = []
      page.on("dialog", (dialog) => {
        misdeeds.push(`${page.url()} ran a script: ${dialog.message()}`)
        void dialog.dismiss()
      })
      page.on("request", (request) => {
        if (new URL(request.url()).origin !== site.url) misdeeds.push(`${page.url()} asked ${request.url()}`)
      })
      for (const at of ["/console", "/console/new", "/console/tokens", ...pages()]) {
        const response = await page.goto(at)
        if (response?.status() !== 200) misdeeds.push(`${at} answered ${response?.status()}`)
        await page.evaluate(() => {
          for (const node of document.querySelectorAll<HTMLElement>("main :is([tabindex], summary, a, input)")) {
            node.dispatchEvent(new MouseEvent("mouseover", { bubbles: true }))
            node.focus()
          }
        })
      }
      // What is shown without being saved: a preview, and what a refused form brings back.
      for (const attack of lines.slice(0, 12)) {
        await page.goto(`/console/listings/${slugs[0]}`)
        await page.getByRole("textbox", { name: /^Description/ }).fill(attack)
        await page.getByRole("textbox", { name: "Name" }).fill(attack)
        await page.locator("form[data-unsaved]").evaluate((form: HTMLFormElement) => (form.dataset["unsaved"] = ""))
        await page.getByRole("button", { name: "Preview" }).click()
        await page.locator("form[data-unsaved=changed]").waitFor()
        await page.locator("form[data-unsaved]").evaluate((form: HTMLFormElement) => (form.dataset["unsaved"] = ""))
      }
      await context.close()
      expect(misdeeds).toEqual([])
    },
    90_000,
  )
})
