import { randomUUID } from "node:crypto"
import type { Hono } from "hono"
import type {
  CreateInstallIntentRequest,
  CreateListingRequest,
  DeletedListing,
  DeprecateListingRequest,
  InstallIntent,
  IssuedInstall,
  IssueInstallTokenRequest,
  Listing,
  MemberRole,
  Problem,
  PublisherMember,
  PublishReleaseRequest,
  RedeemRequest,
  RevocationReason,
  RevokedRelease,
  UpdateListingRequest,
} from "@fleetprompt/sdk/contracts"

/** A reply, read once. `body` is what the route promised, or a problem. */
export interface Answer<Body> {
  readonly status: number
  readonly headers: Headers
  readonly body: Body
  readonly problem: Problem
}

export interface RequestExtras {
  readonly headers?: Record<string, string>
  readonly key?: string
}

/** Somebody who talks to the registry over HTTP and nothing else. */
export class Caller {
  readonly #app: Hono
  readonly credential: string | undefined

  constructor(app: Hono, credential: string | undefined) {
    this.#app = app
    this.credential = credential
  }

  async request<Body>(method: string, path: string, body?: unknown, extras: RequestExtras = {}): Promise<Answer<Body>> {
    const headers = new Headers(extras.headers)
    if (this.credential !== undefined) headers.set("authorization", `Bearer ${this.credential}`)
    if (extras.key !== undefined) headers.set("idempotency-key", extras.key)
    if (body !== undefined && !headers.has("content-type")) headers.set("content-type", "application/json")
    const payload = typeof body === "string" ? body : JSON.stringify(body)
    const response = await this.#app.request(path, {
      method,
      headers,
      ...(body === undefined ? {} : { body: payload }),
    })
    const text = await response.text()
    const isJson = (response.headers.get("content-type") ?? "").includes("json")
    const parsed = isJson && text !== "" ? JSON.parse(text) : null
    return { status: response.status, headers: response.headers, body: parsed, problem: parsed }
  }

  get = <Body = unknown>(path: string, extras?: RequestExtras) => this.request<Body>("GET", path, undefined, extras)

  post = <Body = unknown>(path: string, body: unknown, { key = randomUUID(), ...extras }: RequestExtras = {}) =>
    this.request<Body>("POST", path, body, { key, ...extras })

  claim = (handle: string, extras?: RequestExtras) =>
    this.post<{ publisherId: string }>("/v1/publishers", { handle, displayName: handle }, extras)

  createListing = (body: Partial<CreateListingRequest> & { slug: string }, extras?: RequestExtras) =>
    this.post<Listing>("/v1/listings", { ...exampleListing, ...body }, extras)

  updateListing = (slug: string, etag: string | undefined, patch: UpdateListingRequest) =>
    this.request<Listing>("PATCH", `/v1/listings/${slug}`, patch, {
      headers: etag === undefined ? {} : { "if-match": etag },
    })

  setStatus = (slug: string, status: string) => this.request<Listing>("PUT", `/v1/listings/${slug}/status`, { status })

  publish = (slug: string, body: Partial<PublishReleaseRequest> & { version: string }, extras?: RequestExtras) =>
    this.post<{
      result: string
      listingStatus: string
      release: { releaseId: string; version: string; digest: string }
    }>(`/v1/listings/${slug}/releases`, { refs: { whsAgentId: "agt_1" }, ...body }, extras)

  revoke = (slug: string, version: string, reason: RevocationReason = "broken", note: string | null = null) =>
    this.request<RevokedRelease>("POST", `/v1/listings/${slug}/releases/${version}/revocation`, { reason, note })

  deprecate = (slug: string, body: DeprecateListingRequest) =>
    this.request<Listing>("PUT", `/v1/listings/${slug}/deprecation`, body)

  transfer = (slug: string, to: string, extras?: RequestExtras) =>
    this.post<Listing>(`/v1/listings/${slug}/transfer`, { to }, extras)

  deleteListing = (slug: string) => this.request<DeletedListing>("DELETE", `/v1/listings/${slug}`)

  userId = async () => (await this.get<{ userId: string }>("/v1/whoami")).body.userId

  setMember = async (handle: string, member: Caller, role: MemberRole) =>
    this.request<PublisherMember>("PUT", `/v1/publishers/${handle}/members/${await member.userId()}`, { role })

  removeMember = async (handle: string, member: Caller) =>
    this.request<PublisherMember>("DELETE", `/v1/publishers/${handle}/members/${await member.userId()}`)

  install = (body: Partial<CreateInstallIntentRequest> & { listing: string }, extras?: RequestExtras) =>
    this.post<IssuedInstall>("/v1/install-intents", { target: "whs", ...body }, extras)

  issueToken = (installIntentId: string, body: IssueInstallTokenRequest = {}, extras?: RequestExtras) =>
    this.post<IssuedInstall>(`/v1/install-intents/${installIntentId}/token`, body, extras)

  cancel = (installIntentId: string) =>
    this.request<InstallIntent>("POST", `/v1/install-intents/${installIntentId}/cancel`)

  getInstall = (installIntentId: string) => this.get<InstallIntent>(`/v1/install-intents/${installIntentId}`)

  redeem = (body: RedeemRequest) =>
    this.request<{ redemption: { installIntentId: string }; replayed: boolean; current: Record<string, unknown> }>(
      "POST",
      "/v1/install-intents/redeem",
      body,
    )

  /** A published listing with one release, made in four requests. */
  async shelve(slug: string, version = "1.0.0"): Promise<void> {
    const [handle = ""] = slug.split("/")
    await this.claim(handle)
    const steps = [
      await this.createListing({ slug }),
      await this.publish(slug, { version }),
      await this.setStatus(slug, "published"),
    ]
    const failed = steps.find((step) => step.status >= 400)
    if (failed) throw new Error(`Shelving ${slug} failed: ${failed.problem.detail}`)
  }
}

export const exampleListing = {
  assetKind: "whs_agent",
  name: "Support Triage",
  summary: "Sorts incoming tickets by urgency and topic.",
} as const
