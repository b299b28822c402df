import type * as z from "zod"
import type { Call } from "./call.ts"
import type { Query } from "./path.ts"

/**
 * One request of the API as a resource describes it. Every form may safely be sent twice, which is why this
 * client repeats any call whose reply was lost:
 * a GET changes nothing; a POST carries one Idempotency-Key for all its attempts, so the registry acts once;
 * a PUT states the outcome, and stating it again changes nothing; a PATCH with If-Match finds the ETag moved
 * on where it already took effect, and is refused; a DELETE finds nothing more to take away.
 */
export type Endpoint<T> = (
  | ({ method: "GET" } & Reading<T>)
  | { method: "POST"; content: Content; query?: Query }
  | { method: "POST" | "PUT"; body: unknown }
  | { method: "PATCH"; body: unknown; ifMatch: string }
  | { method: "DELETE" }
) & {
  /** Asked when the call begins, so that a name no address can hold rejects the call instead of throwing past it. */
  path: () => string
  /** What a successful reply must be. */
  reply: z.ZodType<T>
}

interface Reading<T> {
  query?: Query
  /** How long the registry may hold the reply back, on top of every limit of time. */
  waitMs?: number | undefined
  /** What was read before; it is the reply where nothing has changed since. */
  known?: { etag: string; data: T } | undefined
}

/** A body other than JSON. */
export interface Content {
  bytes: Uint8Array
  mediaType: string
}

/** Options of every call. */
export interface CallOptions {
  /** Ends the call at any point, also while it waits to try again. */
  signal?: AbortSignal | undefined
  /** Limit of one attempt, in place of the client's. */
  timeoutMs?: number | undefined
  /** Further attempts after the first, in place of the client's. */
  maxRetries?: number | undefined
}

/** Options of a call that creates something. */
export interface CreateOptions extends CallOptions {
  /**
   * Makes repeating the call harmless for a day, across processes. Made anew for each call unless given:
   * 16 to 128 letters, digits or `. _ : -`.
   */
  idempotencyKey?: string | undefined
}

/** Options of a change to something that was read before. */
export interface UpdateOptions extends CallOptions {
  /** The ETag of what was read. Where it has changed since, the call is refused with `ETAG_MISMATCH`. */
  ifMatch: string
}

/** Makes the calls of a resource: the description of a request in, its reply out. */
export type Caller = <T>(endpoint: Endpoint<T>, options: CreateOptions | undefined) => Call<T>
