import type { Stop } from "../deadline.ts"

/** One request, ready to be sent. */
export interface WireRequest {
  method: string
  /** Scheme, host and port, where it goes; `path` is the rest, with the query. */
  origin: string
  path: string
  headers: Readonly<Record<string, string>>
  body: string | Uint8Array | undefined
}

/** One reply, read to its end. */
export interface WireReply {
  status: number
  /** True where the reply is a redirect or came by one; its body is not read. */
  redirected: boolean
  header(name: string): string | undefined
  /** Undefined where it is larger than {@link replyBytesMax}. */
  body: string | undefined
}

/**
 * Sends one request and reads the whole reply. It follows no redirect, stops when it is told to and reads
 * no more than {@link replyBytesMax}. Whatever it throws counts as a broken connection.
 */
export type Transport = (request: WireRequest, stop: Stop) => Promise<WireReply>

/** The most a reply may hold after decompression: far above any page of the registry, far below trouble. */
export const replyBytesMax = 16 * 1024 * 1024
