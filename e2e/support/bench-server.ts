import { createServer } from "node:http"
import { parentPort } from "node:worker_threads"

const id = (prefix: string) => `${prefix}_${"1".repeat(22)}`
const words = "Routes tickets to whoever can answer them, and says why. ".repeat(12)

/** A listing as the registry answers one, of about 2 kB. */
const listing = JSON.stringify({
  listingId: id("lst"),
  slug: "acme/support-triage",
  publisher: { publisherId: id("pub"), handle: "acme", displayName: "Acme", verifiedAtMs: 1_769_860_800_000 },
  assetKind: "whs_agent",
  name: "Support Triage",
  summary: "Routes tickets",
  tags: ["support", "triage", "tickets"],
  categories: ["customer-support"],
  status: "published",
  latestVersion: "1.4.0",
  image: {
    digest: "0a".repeat(32),
    url: "https://registry.example/v1/images/0a.webp",
    width: 800,
    height: 600,
    alt: "",
  },
  deprecation: null,
  installs: 12,
  createdAtMs: 1_769_860_800_000,
  updatedAtMs: 1_769_860_800_000,
  contentTrust: "untrusted",
  description: words,
  descriptionHtml: `<p>${words}</p>`,
  images: [],
  contentWarnings: [],
  docsUrl: "https://docs.acme.example",
  repoUrl: null,
})

/** What stripe-node takes for a customer, of the same size. */
const customer = JSON.stringify({ id: "cus_1", object: "customer", description: words, metadata: { html: words } })

/** Answers every request at once, on a thread of its own, so that only the client is measured. */
const server = createServer((request, response) => {
  const body = request.url?.startsWith("/v1/customers") ? customer : listing
  response.writeHead(200, {
    "content-type": "application/json",
    "content-length": Buffer.byteLength(body),
    "request-id": "req_1",
    "x-request-id": id("req"),
    etag: '"lst-17"',
  })
  response.end(body)
})

// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
server.listen(0, "127.0.0.1", () => parentPort?.postMessage(server.address()))
