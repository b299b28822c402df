import {
  claimPublisherRequest,
  createInstallIntentRequest,
  createListingRequest,
  differingFields,
  type Listing,
  publishReleaseRequest,
  type FullRelease,
  releaseDigest,
  type Scope,
  scopes,
  setListingStatusRequest,
  updateListingRequest,
} from "@fleetprompt/sdk/contracts"
import { type Answer, type Asked, found, ok, page, parse, problem, Refused, searchPage } from "./answer.ts"
import { imageRoutes, type Images } from "./images.ts"
import { discovery, receiptOf } from "./receipts.ts"
import {
  idFor,
  installToken,
  makeListing,
  makePublisher,
  makeRelease,
  nowMs,
  personalToken,
  runToken,
} from "./fixtures.ts"

export interface CatalogueOptions {
  /** Handles of publishers that are somebody else's. */
  readonly foreign?: readonly string[]
  /** Handles of the caller's publishers. */
  readonly mine?: readonly string[]
  readonly scopes?: readonly Scope[]
  /** The listing for which a run has {@link runToken}. */
  readonly runFor?: string
  readonly listings?: readonly Listing[]
  readonly releases?: readonly FullRelease[]
}

/** What a registry knows, in memory. It takes and gives only what the contracts allow. */
export class Catalogue {
  readonly #options: CatalogueOptions
  readonly #mine: Set<string>
  readonly listings: Map<string, Listing>
  readonly releases: Map<string, FullRelease>

  constructor(options: CatalogueOptions) {
    this.#options = options
    this.#mine = new Set(options.mine)
    this.listings = new Map(options.listings?.map((listing) => [listing.slug, listing]))
    this.releases = new Map(options.releases?.map((release) => [`${release.slug}@${release.version}`, release]))
  }

  /** Answers a request as the registry would. */
  async answer(asked: Asked): Promise<Answer> {
    try {
      const { pathname } = new URL(asked.path, "http://registry")
      for (const [pattern, handler] of this.#routes) {
        const match = pattern.exec(`${asked.method} ${pathname}`)
        if (match) return await handler(asked, ...match.slice(1).map(decodeURIComponent))
      }
      throw new Refused("NOT_FOUND")
    } catch (error) {
      if (error instanceof Refused) return problem(error.code, error.issues)
      throw error
    }
  }

  readonly #routes: readonly (readonly [RegExp, (asked: Asked, ...parts: string[]) => Answer | Promise<Answer>])[] = [
    [/^GET \/v1\/whoami$/, (asked) => ok(this.#whoami(asked))],
    [/^POST \/v1\/publishers$/, (asked) => this.#claim(asked)],
    [/^GET \/v1\/publishers\/([^/]+)$/, (_, handle = "") => ok(makePublisher(this.#existing(handle)))],
    [/^GET \/v1\/listings$/, () => ok(searchPage([...this.listings.values()].filter(isPublic)))],
    [/^GET \/v1\/me\/listings$/, (asked) => (this.#user(asked), ok(page([...this.listings.values()])))],
    [/^POST \/v1\/listings$/, (asked) => this.#createListing(asked)],
    [/^GET \/v1\/listings\/(.+)\/releases$/, (_, slug = "") => ok(page(this.#releasesOf(slug)))],
    [/^POST \/v1\/listings\/(.+)\/releases$/, (asked, slug = "") => this.#publish(asked, slug)],
    [/^GET \/\.well-known\/fleetprompt$/, () => ok(discovery())],
    [
      /^GET \/v1\/listings\/(.+)\/releases\/(.+)\/receipt$/,
      (_, slug, version) => ok({ jws: receiptOf(found(this.releases, `${slug}@${version}`)) }),
    ],
    [
      /^GET \/v1\/listings\/(.+)\/releases\/(.+)$/,
      (_, slug, version) => ok(found(this.releases, `${slug}@${version}`)),
    ],
    ...imageRoutes.map(
      ([pattern, change]) =>
        [
          pattern,
          (asked: Asked, slug = "", digest = "") =>
            this.#changeImages(asked, slug, (images) => change(images, asked, digest)),
        ] as const,
    ),
    [/^PUT \/v1\/listings\/(.+)\/status$/, (asked, slug = "") => this.#setStatus(asked, slug)],
    [/^PATCH \/v1\/listings\/(.+)$/, (asked, slug = "") => this.#update(asked, slug)],
    [/^GET \/v1\/listings\/(.+)$/, (asked, slug = "") => this.#read(asked, slug)],
    [/^GET \/v1\/targets$/, () => ok({ data: [target] })],
    [/^POST \/v1\/install-intents$/, (asked) => this.#install(asked)],
  ]

  #user({ headers }: Asked): void {
    if (headers["authorization"] !== `Bearer ${personalToken}`) throw new Refused("UNAUTHENTICATED")
  }

  /** The caller, or a run whose token is for that listing. */
  #publishing(asked: Asked, slug: string): void {
    if (asked.headers["authorization"] !== `Bearer ${runToken}`) return this.#user(asked)
    if (slug !== this.#options.runFor) throw new Refused("LISTING_NOT_ALLOWED")
  }

  #create(asked: Asked, slug?: string): void {
    if (slug === undefined) this.#user(asked)
    else this.#publishing(asked, slug)
    if (asked.headers["idempotency-key"] === undefined) throw new Refused("IDEMPOTENCY_KEY_REQUIRED")
  }

  #existing(handle: string): string {
    if (this.#mine.has(handle) || this.#options.foreign?.includes(handle)) return handle
    throw new Refused("NOT_FOUND")
  }

  #whoami(asked: Asked) {
    this.#user(asked)
    return {
      userId: idFor("user", "alice"),
      iss: "https://id.example",
      sub: "alice",
      credential: {
        kind: "personal_token",
        tokenId: idFor("token", "laptop"),
        name: "laptop",
        scopes: this.#options.scopes ?? scopes,
        expiresAtMs: nowMs + 30 * 86_400_000,
      },
      publishers: [...this.#mine].map((handle) => ({ publisherId: idFor("publisher", handle), handle, role: "owner" })),
    }
  }

  #claim(asked: Asked): Answer {
    this.#create(asked)
    const { handle, displayName } = parse(claimPublisherRequest, asked.body)
    if (this.#mine.has(handle) || this.#options.foreign?.includes(handle)) throw new Refused("HANDLE_TAKEN")
    this.#mine.add(handle)
    return { status: 201, body: makePublisher(handle, { displayName }) }
  }

  #read({ headers }: Asked, slug: string): Answer {
    const listing = [...this.listings.values()].find((each) => each.listingId === slug) ?? found(this.listings, slug)
    if (!isPublic(listing) && headers["authorization"] === undefined) throw new Refused("NOT_FOUND")
    return tagged(listing)
  }

  #createListing(asked: Asked): Answer {
    const { slug, ...content } = parse(createListingRequest, asked.body)
    this.#create(asked, slug)
    if (!this.#mine.has(slug.split("/")[0] ?? "")) throw new Refused("NOT_FOUND")
    if (this.listings.has(slug)) throw new Refused("SLUG_TAKEN")
    this.listings.set(slug, makeListing(slug, content))
    return { ...tagged(found(this.listings, slug)), status: 201 }
  }

  #update(asked: Asked, slug: string): Answer {
    this.#publishing(asked, slug)
    const listing = found(this.listings, slug)
    if (asked.headers["if-match"] === undefined) throw new Refused("PRECONDITION_REQUIRED")
    if (asked.headers["if-match"] !== etagOf(listing)) throw new Refused("ETAG_MISMATCH")
    const patch = parse(updateListingRequest, asked.body)
    this.listings.set(slug, { ...listing, ...patch, updatedAtMs: listing.updatedAtMs + 1 })
    return tagged(found(this.listings, slug))
  }

  #setStatus(asked: Asked, slug: string): Answer {
    this.#publishing(asked, slug)
    const { status } = parse(setListingStatusRequest, asked.body)
    const listing = found(this.listings, slug)
    if (listing.latestVersion === null) throw new Refused("NO_LIVE_RELEASE")
    this.listings.set(slug, { ...listing, status })
    return tagged(found(this.listings, slug))
  }

  #changeImages(asked: Asked, slug: string, change: (images: Images) => Images): Answer {
    this.#publishing(asked, slug)
    const listing = found(this.listings, slug)
    const images = change(listing.images)
    const updatedAtMs = listing.updatedAtMs + 1
    this.listings.set(slug, { ...listing, images, image: images[0] ?? null, updatedAtMs })
    return tagged(found(this.listings, slug))
  }

  #releasesOf(slug: string): FullRelease[] {
    found(this.listings, slug)
    return [...this.releases.values()].filter((release) => release.slug === slug)
  }

  async #publish(asked: Asked, slug: string): Promise<Answer> {
    this.#create(asked, slug)
    const listing = found(this.listings, slug)
    const content = parse(publishReleaseRequest, asked.body)
    const key = `${slug}@${content.version}`
    const digest = await releaseDigest(listing.assetKind as "whs_agent", content)
    const existing = this.releases.get(key)
    if (existing !== undefined && existing.digest !== digest) {
      const pointers = differingFields(existing, content)
      const issues = pointers.map((pointer) => ({ pointer, code: "differs", message: "differs" }))
      throw new Refused("VERSION_EXISTS", issues)
    }
    const wire = JSON.parse(JSON.stringify({ ...content, digest })) as Partial<FullRelease>
    const release = existing ?? makeRelease(slug, wire)
    this.releases.set(key, release)
    this.listings.set(slug, { ...listing, latestVersion: release.version })
    const result = existing === undefined ? "created" : "unchanged"
    return {
      status: existing === undefined ? 201 : 200,
      body: { result, release, listingStatus: listing.status, receipt: receiptOf(release) },
    }
  }

  #install(asked: Asked): Answer {
    this.#create(asked)
    const {
      listing: slug,
      version,
      targetContext,
      ttlMs = 900_000,
      ...request
    } = parse(createInstallIntentRequest, asked.body)
    const listing = found(this.listings, slug)
    const release = found(this.releases, `${slug}@${version ?? listing.latestVersion}`)
    if (request.target !== target.name) throw new Refused("NOT_FOUND")
    const intent = {
      installIntentId: idFor("installIntent", slug),
      listing: { listingId: listing.listingId, slug, name: listing.name, status: listing.status },
      release: {
        releaseId: release.releaseId,
        version: release.version,
        digest: release.digest,
        status: release.status,
      },
      target: { targetId: target.targetId, name: target.name, targetSystem: target.targetSystem },
      targetContext,
      handoffId: null,
      status: "token_issued",
      tokenIssues: 1,
      outcome: null,
      outcomeCode: null,
      targetInstallRef: null,
      cancelReason: null,
      createdAtMs: nowMs,
      expiresAtMs: nowMs + ttlMs,
      redeemedAtMs: null,
      outcomeAtMs: null,
    }
    return { status: 201, body: { intent, installToken, link: `${target.landingUrl}#token=${installToken}` } }
  }
}

const target = {
  targetId: idFor("target", "whs"),
  name: "whs",
  targetSystem: "whs",
  landingUrl: "https://whs.example/install",
  assetKinds: ["whs_agent"],
  systemVersions: {},
  isDefault: true,
}

const isPublic = ({ status }: Listing) => status === "published" || status === "unlisted"
const etagOf = (listing: Listing) => `"${listing.updatedAtMs}"`
const tagged = (listing: Listing): Answer => ({ status: 200, body: listing, headers: { etag: etagOf(listing) } })
