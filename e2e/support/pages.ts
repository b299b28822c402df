import type { ErrorCode } from "@fleetprompt/sdk/contracts"
import type { Page } from "playwright-core"
import type { Places } from "./bobs-installs.ts"
import { adminPages } from "./admin-pages.ts"
import { consolePages } from "./console-pages.ts"
import { showcase } from "./showcase.ts"

/** A page in a state worth looking at. */
export interface ShownPage {
  readonly name: string
  /** Its address; of an install of Bob's, where that is. */
  readonly path: string | ((places: Places) => string)
  /** Part of the words it must show, so that it is known to be the right one. */
  readonly says: string
  /** Who looks at it, by the name they sign in with; anybody where that is not said. */
  readonly as?: string
  /** What is done on it until it is in that state. */
  readonly act?: (page: Page) => Promise<unknown>
  /** What is refused with at that address, where nothing would be by itself. */
  readonly refusal?: ErrorCode
}

const rich = `/listings/${showcase.rich}`
const wanted = `/install?${new URLSearchParams({ listing: showcase.rich, version: "1.4.0", target: "whs" })}`

/**
 * Every page, and every state that a visitor can meet it in. A page of the route map that is not here fails the suite:
 * see `page-routes.ts`.
 */
export const shownPages: readonly ShownPage[] = [
  { name: "home", path: "/", says: "Recently released" },
  { name: "suggestions", path: "/", says: "Support Triage", act: typeSearch },
  { name: "browse", path: "/listings", says: "All listings" },
  { name: "results", path: "/listings?q=server", says: "Results for" },
  { name: "narrowed", path: "/listings?kind=whs_agent&category=customer-support", says: "WHS agents" },
  { name: "nothing-found", path: "/listings?q=suport+triaje&tag=mcp", says: "Nothing matches" },
  { name: "categories", path: "/categories", says: "Developer tools" },
  { name: "category", path: "/categories/developer-tools", says: "Developer tools" },
  { name: "tag", path: "/tags/triage", says: "#triage" },
  { name: "listing", path: rich, says: "What it decides" },
  {
    name: "listing-versions",
    path: rich,
    says: "All releases",
    act: (page) => page.locator(".picker summary").click(),
  },
  { name: "listing-bare", path: `/listings/${showcase.bare}`, says: "wrote no description" },
  { name: "listing-deprecated", path: `/listings/${showcase.deprecated}`, says: "Deprecated" },
  { name: "listing-unlisted", path: `/listings/${showcase.unlisted}`, says: "Unlisted" },
  { name: "listing-revoked", path: `/listings/${showcase.revoked}`, says: "was revoked" },
  { name: "releases", path: `${rich}/releases`, says: "2.0.0-rc.1" },
  { name: "release", path: `${rich}/releases/1.2.0`, says: "security problem" },
  { name: "compatibility", path: `${rich}/compatibility`, says: "Lowest versions" },
  { name: "activity", path: `${rich}/activity`, says: "What changed", act: openTable },
  { name: "activity-none", path: `/listings/${showcase.bare}/activity`, says: "No target redeemed" },
  { name: "compare", path: `${rich}/compare?from=1.1.0&to=1.4.0`, says: "What changed" },
  { name: "report", path: `${rich}/report`, says: "What is wrong with it?" },
  { name: "report-refused", path: `${rich}/report`, says: "It looks like a secret", act: reportSecret },
  { name: "reported", path: `${rich}/report?sent=yes`, says: "with the moderators" },
  { name: "publisher", path: "/publishers/acme", says: "Acme Support Systems" },
  { name: "publish", path: "/publish", says: "Publish from your repository" },
  { name: "not-found", path: "/nowhere/at/all", says: "There is nothing here" },
  { name: "bad-cursor", path: "/listings?cursor=c1.x.y", says: "This page of the list is gone" },
  { name: "too-many", path: "/listings?q=again", says: "That was a lot of requests", refusal: "RATE_LIMITED" },
  { name: "unavailable", path: "/listings?q=busy", says: "Try again in a moment", refusal: "UNAVAILABLE" },
  { name: "broken", path: "/listings?q=bug", says: "on our side", refusal: "INTERNAL" },
  { name: "sign-in", path: "/sign-in?returnTo=/installs", says: "Whoever runs this registry" },
  { name: "sign-in-needed", path: "/installs", says: "Sign in to see this page" },
  { name: "sign-in-link", path: ({ signInLink }) => signInLink, says: "Sign in as carol?" },
  { name: "sign-in-spent", path: "/sign-in/link?token=spent", says: "This link does not work" },
  { name: "account", path: "/sign-in", says: "You are signed in", as: "bob" },
  { name: "device", path: "/device", says: "Let a program in", as: "bob" },
  { name: "device-waits", path: ({ device }) => device, says: "fleetprompt on a laptop", as: "bob" },
  { name: "device-unknown", path: "/device?code=BBBB-BBBB", says: "No program waits", as: "bob" },
  { name: "device-approved", path: "/device?done=approved", says: "goes on by itself", as: "bob" },
  { name: "install-choose", path: "/install", says: "What do you want to install?", as: "bob" },
  { name: "install", path: wanted, says: "It decides", as: "bob" },
  { name: "install-place", path: `${wanted}&roomId=two+words`, says: "must be printable", as: "bob" },
  { name: "install-revoked", path: wanted.replace("1.4.0", "1.2.0"), says: "cannot be installed there", as: "bob" },
  { name: "install-asked", path: ({ handoff }) => handoff, says: "asks for this", as: "bob" },
  {
    name: "install-over",
    path: "/install?handoff=hof_0000000000000000000000",
    says: "This request is over",
    as: "bob",
  },
  { name: "installs", path: "/installs", says: "installed, says whs", as: "bob" },
  { name: "installs-none", path: "/installs", says: "Nothing yet", as: "nobody-yet" },
  { name: "install-open", path: ({ open }) => open, says: "Continue to whs", as: "bob" },
  { name: "install-done", path: ({ installed }) => installed, says: "agent-7f3a", as: "bob" },
  { name: "install-declined", path: ({ declined }) => declined, says: "not authorized", as: "bob" },
  { name: "install-canceled", path: ({ canceled }) => canceled, says: "Start again", as: "bob" },
  { name: "install-withdrawn", path: ({ revoked }) => revoked, says: "was revoked", as: "bob" },
  ...consolePages,
  ...adminPages,
]

async function typeSearch(page: Page): Promise<void> {
  await page.locator("[data-suggest]").pressSequentially("support tria", { delay: 5 })
  await page.getByRole("option", { name: /Support Triage/ }).waitFor()
}

async function openTable(page: Page): Promise<void> {
  await page.locator(".day-chart summary").click()
}

async function reportSecret(page: Page): Promise<void> {
  await page.getByLabel("It is spam").check()
  await page.getByLabel("What should the moderators know?").fill(`It shows ghp_${"a1B2".repeat(9)}`)
  await page.getByRole("button", { name: "Send report" }).click()
  await page.getByRole("alert").waitFor()
}
