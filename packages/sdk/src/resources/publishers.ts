import type { Call } from "../call.ts"
import { type PublisherAuditEntry, publisherAuditPage } from "../contracts/audit.ts"
import type { ClaimPublisherRequest, UpdatePublisherRequest } from "../contracts/publisher-requests.ts"
import {
  type MemberRole,
  type Publisher,
  publisher,
  type PublisherMember,
  publisherMember,
  publisherMemberList,
} from "../contracts/publishers.ts"
import type { Caller, CallOptions, CreateOptions, UpdateOptions } from "../endpoint.ts"
import { type Paged, pagedOf, type PageQuery } from "../paging.ts"
import { path } from "../path.ts"

/** The identities that own listings. */
export interface Publishers {
  /** Claims a handle for the signed-in user, who becomes its owner. Needs `publisher:write`. */
  claim(body: ClaimPublisherRequest, options?: CreateOptions): Call<Publisher>
  /** Reads a publisher by its handle. */
  get(handle: string, options?: CallOptions): Call<Publisher>
  /** Changes the named fields of its profile, unless somebody else was faster. Needs `publisher:write`. */
  update(handle: string, patch: UpdatePublisherRequest, options: UpdateOptions): Call<Publisher>
  /** Lists its members, for members. Needs `listing:read`. */
  members(handle: string, options?: CallOptions): Call<{ data: PublisherMember[] }>
  /** Gives a user a place in it; the place they have already is no error. Needs `publisher:write`. */
  setMember(handle: string, userId: string, role: MemberRole, options?: CallOptions): Call<PublisherMember>
  /** Takes a member out; members may take themselves out. Needs `publisher:write`. */
  removeMember(handle: string, userId: string, options?: CallOptions): Call<PublisherMember>
  /** Lists what was done to it and its listings, newest first, for members. Needs `audit:read`. */
  audit(handle: string, query?: PageQuery, options?: CallOptions): Paged<PublisherAuditEntry>
}

export const publishersOf = (call: Caller): Publishers => ({
  claim: (body, options) => call({ method: "POST", path: () => "/v1/publishers", body, reply: publisher }, options),
  get: (handle, options) => call({ method: "GET", path: () => publisherPath(handle), reply: publisher }, options),
  update: (handle, body, { ifMatch, ...options }) =>
    call({ method: "PATCH", path: () => publisherPath(handle), body, ifMatch, reply: publisher }, options),
  members: (handle, options) =>
    call({ method: "GET", path: () => `${publisherPath(handle)}/members`, reply: publisherMemberList }, options),
  setMember: (handle, userId, role, options) =>
    call({ method: "PUT", path: () => memberPath(handle, userId), body: { role }, reply: publisherMember }, options),
  removeMember: (handle, userId, options) =>
    call({ method: "DELETE", path: () => memberPath(handle, userId), reply: publisherMember }, options),
  audit: (handle, query = {}, options) =>
    pagedOf(call, { path: () => `${publisherPath(handle)}/audit`, query, reply: publisherAuditPage }, options),
})

const publisherPath = (handle: string) => path`/v1/publishers/${handle}`
const memberPath = (handle: string, userId: string) => publisherPath(handle) + path`/members/${userId}`
