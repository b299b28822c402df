import type { Page } from "playwright-core"
import type { ShownPage } from "./pages.ts"
import { showcase } from "./showcase.ts"

const listings = "/console/listings"
const rich = `${listings}/${showcase.rich}`
/** Who owns the showcase. */
const as = "dev"

/** The pages of who publishes, in the states they are met in. */
export const consolePages: readonly ShownPage[] = [
  { name: "console", path: "/console", says: "What is left to do", as },
  { name: "console-first", path: "/console", says: "Claim a handle", as: "nobody-yet" },
  { name: "console-new", path: "/console/new", says: "Create draft", as },
  { name: "console-new-first", path: "/console/new", says: "First a handle", as: "nobody-yet" },
  {
    name: "console-new-wrong",
    path: "/console/new",
    says: "It must not be empty.",
    as,
    act: sendEmpty("Create draft"),
  },
  { name: "console-words", path: rich, says: "Preview", as },
  { name: "console-words-saved", path: `${rich}?done=saved`, says: "Saved.", as },
  { name: "console-words-wrong", path: rich, says: "Nothing was saved.", as, act: sendEmpty("Save") },
  { name: "console-images", path: `${listings}/${showcase.deprecated}/images`, says: "Add a picture", as },
  { name: "console-releases", path: `${rich}/releases`, says: "because of a security problem", as },
  { name: "console-release", path: `${rich}/releases/new`, says: "New release", as },
  { name: "console-release-preview", path: `${rich}/releases/new`, says: "What is different", as, act: lookAtRelease },
  { name: "console-revoke", path: `${rich}/releases/1.3.0/revoke`, says: "There is no way back.", as },
  { name: "console-metrics", path: `${rich}/metrics`, says: "Installs redeemed", as },
  {
    name: "console-status",
    path: `${listings}/${showcase.deprecated}/status`,
    says: "Everybody can find",
    as,
    act: openAll,
  },
  { name: "console-status-draft", path: `${listings}/${showcase.unlisted}/status`, says: "Unlisted.", as },
  { name: "console-trust", path: `${rich}/trusted-publishers`, says: "What the workflow needs", as },
  {
    name: "console-trust-wrong",
    path: `${rich}/trusted-publishers`,
    says: "Nothing was changed.",
    as,
    act: sendEmpty("Trust this workflow"),
  },
  {
    name: "console-trusted",
    path: `${listings}/${showcase.bare}/trusted-publishers`,
    says: "Releases from anywhere else",
    as,
    act: trustWorkflow,
  },
  { name: "console-tokens", path: "/console/tokens", says: "New token", as },
  { name: "console-token", path: "/console/tokens", says: "Copy it now.", as, act: makeToken },
  { name: "console-programs", path: "/console/sessions", says: "Each of them acts as you.", as },
  { name: "console-publisher", path: "/console/publishers/acme", says: "Name that people read", as },
  { name: "console-members", path: "/console/publishers/acme/members", says: "the only owner", as },
  {
    name: "console-publisher-trust",
    path: "/console/publishers/acme/trusted-publishers",
    says: "the first run creates it",
    as,
  },
  {
    name: "console-publisher-trusted",
    path: "/console/publishers/acme/trusted-publishers",
    says: "acme-example/coming",
    as,
    act: trustComing,
  },
  { name: "console-audit", path: "/console/publishers/acme/audit", says: "release published", as },
  {
    name: "console-lost",
    path: "/console/new",
    says: "You are not signed in any more",
    as: "leaving",
    act: loseSession,
  },
]

/** Sends the form of a page without what it takes, as a browser would that checks nothing by itself. */
function sendEmpty(button: string): (page: Page) => Promise<void> {
  return async (page) => {
    await page.locator("form[data-unsaved]").evaluate((form: HTMLFormElement) => {
      form.noValidate = true
      for (const field of form.querySelectorAll<HTMLInputElement>("input[type=text]")) field.value = ""
    })
    await page.getByRole("button", { name: button, exact: true }).click()
    await page.getByRole("alert").waitFor()
  }
}

async function lookAtRelease(page: Page): Promise<void> {
  await page.getByLabel("Version", { exact: true }).fill("1.5.0")
  await page.getByLabel("WHS deployment").fill("dep_9c2")
  await page.getByLabel("Notes").fill("- Says who is away.\n- Reads **CSV** attachments.")
  await page.getByRole("button", { name: "Look at it first" }).click()
  await page.locator("table.diff").waitFor()
}

async function openAll(page: Page): Promise<void> {
  for (const summary of await page.locator("main summary").all()) await summary.click()
}

async function makeToken(page: Page): Promise<void> {
  await page.getByLabel("Name", { exact: true }).fill("nightly publish")
  await page.getByLabel(/publish releases/).check()
  await page.getByRole("button", { name: "Create token" }).click()
  await page.getByText("Copy it now.").waitFor()
}

async function trustWorkflow(page: Page, repository = "acme-example/bare-bones"): Promise<void> {
  await page.getByLabel("Repository", { exact: true }).fill(repository)
  await page.getByLabel("Number of the owner").fill("4242")
  const shown = page.waitForEvent("load")
  await page.getByRole("button", { name: "Trust this workflow" }).click()
  await shown
}

async function trustComing(page: Page): Promise<void> {
  await page.getByLabel("Listing", { exact: true }).fill("coming")
  await trustWorkflow(page, "acme-example/coming")
}

/** Their session ends in another tab, and then they save. */
async function loseSession(page: Page): Promise<void> {
  await page.goto("/console")
  await page.getByRole("textbox", { name: "Handle" }).fill("leaving")
  await page.getByRole("textbox", { name: "Name that people read" }).fill("Leaving")
  await page.context().clearCookies()
  await page.getByRole("button", { name: "Claim handle" }).click()
  await page.getByRole("button", { name: "Send it again" }).waitFor()
}
