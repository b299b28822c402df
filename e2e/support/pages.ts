import { showcase } from "./showcase.ts"

/** A page in a state worth looking at. */
export interface ShownPage {
  readonly name: string
  readonly path: string
  /** Part of the words it must show, so that it is known to be the right one. */
  readonly says: string
}

/** Every page, and every state that a visitor can meet it in. */
export const shownPages: readonly ShownPage[] = [
  { name: "home", path: "/", says: "Recently released" },
  { name: "browse", path: "/listings", says: "All listings" },
  { name: "results", path: "/listings?q=server", says: "Results for" },
  { name: "narrowed", path: "/listings?kind=whs_agent&category=customer-support", says: "WHS agents" },
  { name: "nothing-found", path: "/listings?q=suport+triaje&tag=mcp", says: "Nothing matches" },
  { name: "categories", path: "/categories", says: "Developer tools" },
  { name: "category", path: "/categories/developer-tools", says: "Developer tools" },
  { name: "tag", path: "/tags/triage", says: "#triage" },
  { name: "listing", path: `/listings/${showcase.rich}`, says: "What it decides" },
  { name: "listing-bare", path: `/listings/${showcase.bare}`, says: "wrote no description" },
  { name: "listing-deprecated", path: `/listings/${showcase.deprecated}`, says: "Deprecated" },
  { name: "listing-unlisted", path: `/listings/${showcase.unlisted}`, says: "Unlisted" },
  { name: "listing-revoked", path: `/listings/${showcase.revoked}`, says: "was revoked" },
  { name: "releases", path: `/listings/${showcase.rich}/releases`, says: "2.0.0-rc.1" },
  { name: "release", path: `/listings/${showcase.rich}/releases/1.2.0`, says: "security problem" },
  { name: "compatibility", path: `/listings/${showcase.rich}/compatibility`, says: "Lowest versions" },
  { name: "compare", path: `/listings/${showcase.rich}/compare?from=1.1.0&to=1.4.0`, says: "What changed" },
  { name: "report", path: `/listings/${showcase.rich}/report`, says: "What is wrong with it?" },
  { name: "reported", path: `/listings/${showcase.rich}/report?sent=yes`, says: "with the moderators" },
  { name: "publisher", path: "/publishers/acme", says: "Acme Support Systems" },
  { name: "publish", path: "/publish", says: "Publish from your repository" },
  { name: "not-found", path: "/nowhere/at/all", says: "There is nothing here" },
  { name: "bad-cursor", path: "/listings?cursor=c1.x.y", says: "This page of the list is gone" },
]
