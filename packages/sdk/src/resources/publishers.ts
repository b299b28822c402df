import type { Call } from "../call.ts"
import { type ClaimPublisherRequest, type Publisher, publisher } from "../contracts/publishers.ts"
import type { Caller, CallOptions, CreateOptions } from "../endpoint.ts"
import { path } from "../path.ts"

/** The identities that own listings. */
export interface Publishers {
  /** Claims a handle for the signed-in user, who becomes its owner. Needs `publisher:write`. */
  claim(body: ClaimPublisherRequest, options?: CreateOptions): Call<Publisher>
  /** Reads a publisher by its handle. */
  get(handle: string, options?: CallOptions): Call<Publisher>
}

export const publishersOf = (call: Caller): Publishers => ({
  claim: (body, options) => call({ method: "POST", path: () => "/v1/publishers", body, reply: publisher }, options),
  get: (handle, options) =>
    call({ method: "GET", path: () => path`/v1/publishers/${handle}`, reply: publisher }, options),
})
