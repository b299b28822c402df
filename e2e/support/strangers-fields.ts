const listing = "/listings/:publisher/:name"
const installs = "/installs/:installIntentId"
const own = "/console/listings/:publisher/:name"
const ofTrust = `${own}/trusted-publishers`
const ownPublisher = "/console/publishers/:handle"
const caseOf = `/admin${listing}`
const publisherBefore = "/admin/publishers/:handle"

/**
 * Every field that somebody else can fill, with the pages that show it. What is written into one begins with a word of
 * its own, so that a page which does not show it is found out.
 */
export const strangersFields: Readonly<Record<string, readonly string[]>> = {
  displayName: [
    listing,
    "/publishers/:handle",
    "/install",
    "/admin/publishers",
    publisherBefore,
    ownPublisher,
    `${ownPublisher}/members`,
    `${ownPublisher}/trusted-publishers`,
    `${ownPublisher}/audit`,
  ],
  publisherDescription: ["/publishers/:handle", ownPublisher, publisherBefore],
  homepageUrl: ["/publishers/:handle", ownPublisher, publisherBefore],
  name: [
    "/",
    "/listings",
    "/tags/:tag",
    "/categories/:category",
    listing,
    `${listing}/compatibility`,
    `${listing}/report`,
    "/install",
    "/installs",
    installs,
    caseOf,
    "/console",
    own,
    `${own}/images`,
    `${own}/releases`,
    `${own}/releases/new`,
    `${own}/metrics`,
    `${own}/status`,
    ofTrust,
  ],
  summary: ["/listings", "/publishers/:handle", listing, own, caseOf],
  description: [listing, own, caseOf],
  docsUrl: [listing, own, caseOf],
  repoUrl: [listing, own, caseOf],
  imageAlt: [listing, `${own}/images`],
  deprecation: [listing, `${own}/status`],
  notes: [`${listing}/releases`, `${listing}/releases/:version`, `${listing}/compare`, caseOf],
  refs: [listing, `${listing}/compare`, `${own}/releases/new`],
  artifactUrl: [listing, `${listing}/compare`, `${own}/releases/new`],
  revocationNote: [`${listing}/releases`, `${listing}/releases/:version`, `${own}/releases`],
  // What the token of a run claims of itself, and whom its publisher trusted for it.
  trusted: [
    listing,
    `${listing}/releases`,
    `${listing}/releases/:version`,
    ofTrust,
    `${ownPublisher}/trusted-publishers`,
  ],
  workflow: [listing, `${listing}/releases/:version`, ofTrust, `${ownPublisher}/trusted-publishers`],
  unpinnedEnvironment: [ofTrust, `${ownPublisher}/trusted-publishers`],
  gitRef: [listing, `${listing}/releases`, `${listing}/releases/:version`],
  commit: [listing, `${listing}/releases/:version`],
  runId: [listing, `${listing}/releases/:version`],
  targetContext: [installs, "/install"],
  targetInstallRef: [installs],
  clientName: ["/device"],
  reportNote: ["/admin", caseOf],
  suspensionNote: [caseOf],
  appeal: ["/admin/suspensions", caseOf],
  sub: ["/admin/people", "/admin/people/:userId"],
  // What an address says, for a link that a stranger sends.
  q: ["/listings"],
  returnTo: ["/sign-in"],
}

/** Pages that show nothing anybody else wrote. */
export const pagesOfOurs: readonly string[] = [
  "/categories",
  "/publish",
  "/sign-in/link",
  "/console/new",
  "/console/tokens",
  "/console/sessions",
]

/** The word that a field begins with. */
export const markOf = (field: string): string => `x-${field.toLowerCase()}`
