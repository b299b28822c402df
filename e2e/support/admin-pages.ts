import type { Page } from "playwright-core"
import type { ShownPage } from "./pages.ts"

/** The pages of moderators, as Ada sees them, who is an admin. */
export const adminPages: readonly ShownPage[] = [
  { name: "admin", path: "/admin", says: "In their words", as: "ada" },
  { name: "admin-none", path: "/admin?status=dismissed", says: "None of these", as: "ada" },
  { name: "admin-not-yours", path: "/admin", says: "There is nothing here", as: "bob" },
  { name: "admin-case", path: ({ case: open }) => open, says: "Nothing is known of who did", as: "ada" },
  { name: "admin-unsure", path: ({ case: open }) => open, says: "letter by letter", as: "ada", act: suspendAnother },
  { name: "admin-appealed", path: ({ appealed }) => appealed, says: "Their appeal", as: "ada" },
  { name: "admin-suspensions", path: "/admin/suspensions", says: "cold-mailer", as: "ada" },
  { name: "admin-publishers", path: "/admin/publishers", says: "Handle begins with", as: "ada" },
  { name: "admin-publisher", path: "/admin/publishers/acme", says: "Lock publisher", as: "ada" },
  { name: "admin-people", path: "/admin/people", says: "mallory", as: "ada" },
  { name: "admin-person", path: ({ person }) => person, says: "Lock account", as: "ada" },
  { name: "admin-locked", path: ({ locked }) => locked, says: "Unlock account", as: "ada" },
  { name: "admin-targets", path: "/admin/targets", says: "Live credentials", as: "ada" },
  { name: "admin-new-target", path: "/admin/new-target", says: "Register target", as: "ada" },
  { name: "admin-target", path: "/admin/targets/whs", says: "Save settings", as: "ada" },
  { name: "admin-secret", path: "/admin/new-target", says: "Copy it now", as: "ada", act: registerTarget },
  { name: "admin-audit", path: "/admin/audit", says: "Search the log", as: "ada" },
  { name: "admin-audit-none", path: "/admin/audit?actor=nobody", says: "Nothing like that", as: "ada" },
]

async function suspendAnother(page: Page): Promise<void> {
  await page.getByLabel("Reason").selectOption("malware")
  await page.getByLabel("Type acme/support-triage to confirm").fill("acme/support-triagx")
  await page.getByRole("button", { name: "Suspend listing" }).click()
  await page.getByRole("alert").waitFor()
}

async function registerTarget(page: Page): Promise<void> {
  await page.getByLabel("Name").fill("whs-lab")
  await page.getByLabel("Landing page").fill("https://lab.example/install")
  await page.getByRole("button", { name: "Register target" }).click()
  await page.getByText("Copy it now").waitFor()
}
