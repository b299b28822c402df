import { mkdtemp, readFile, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import type { RedeemErrorCode } from "@fleetprompt/redeem-client"
import type { Browser } from "playwright-core"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { refusalMessages } from "../../packages/redeem-client/src/refusal.ts"
import { sweepFolder } from "../../packages/server/test/support/sweep.ts"
import { codeSpans, firstTable, sectionOf } from "../../scripts/test/support/markdown.ts"
import { startChromium } from "../support/chromium.ts"
import { freePort } from "../support/free-port.ts"
import { blocksOf } from "../support/guide/blocks.ts"
import { readerOf } from "../support/guide/follow.ts"

/** Every one, or it does not compile. */
const errorCodes = Object.keys({
  CREDENTIAL_MALFORMED: true,
  AUTHENTICATION_REFUSED: true,
  CONNECTION_FAILED: true,
  TIMED_OUT: true,
  ABORTED: true,
  REGISTRY_UNAVAILABLE: true,
  REQUEST_REFUSED: true,
  UNEXPECTED_REPLY: true,
} satisfies Record<RedeemErrorCode, true>)

const guide = new URL("../../docs/TARGET-SYSTEMS.md", import.meta.url)

describe("T-GUIDE-1 · docs/TARGET-SYSTEMS.md", () => {
  let scratch: string
  let browser: Browser
  beforeAll(async () => {
    scratch = await mkdtemp(join(tmpdir(), "fleetprompt-guide-"))
    browser = await startChromium()
  })
  afterAll(async () => {
    await browser.close()
    await rm(scratch, { recursive: true, force: true })
  })

  it("takes an engineer from an empty folder to a target that conforms, by its own commands and files", async () => {
    const port = await freePort()
    const document = (await readFile(guide, "utf8")).replaceAll("4800", String(port))
    const blocks = blocksOf(document)
    const folder = join(scratch, "whs")
    const reader = readerOf({
      scratch,
      folder,
      env: { PATH: `${dirname(process.execPath)}:${process.env["PATH"]}`, HOME: scratch, FLEETPROMPT_PORT: "0" },
      browse: (link) => installAs("dev", link),
    })
    try {
      for (const [at, block] of blocks.entries()) await reader.follow(block, blocks[at + 1])
    } finally {
      await reader.close()
    }
    expect(blocks.length).toBeGreaterThan(20)
    await sweepFolder(folder)
  }, 120_000)

  it("explains every refusal and error of the client", async () => {
    const table = sectionOf(await readFile(guide, "utf8"), "## What a refusal means")
    const explained = firstTable(table).flatMap(([first = ""]) => codeSpans(first))
    expect(explained).toEqual(expect.arrayContaining([...Object.keys(refusalMessages), ...errorCodes]))
  })

  async function installAs(member: string, link: string): Promise<string> {
    const page = await browser.newPage()
    await page.goto(link)
    await page.getByLabel("Name").fill(member)
    await page.keyboard.press("Enter")
    await page.getByRole("button", { name: "Install" }).click()
    const text = await page.getByRole("status").innerText()
    await page.close()
    return text
  }
})
