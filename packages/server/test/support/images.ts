import type { Listing } from "@fleetprompt/sdk/contracts"
import type { Hono } from "hono"
import type { Answer, Caller } from "./caller.ts"

export interface Upload {
  readonly type?: string
  readonly query?: string
  readonly headers?: Record<string, string>
}

const authorized = (by: Caller | undefined): Record<string, string> =>
  by?.credential === undefined ? {} : { authorization: `Bearer ${by.credential}` }

/** Sends bytes as an image of a listing. */
export async function uploadImage(
  app: Hono,
  by: Caller,
  slug: string,
  bytes: Uint8Array,
  { type = "image/png", query = "alt=A+desk", headers }: Upload = {},
): Promise<Answer<Listing>> {
  const response = await app.request(`/v1/listings/${slug}/images?${query}`, {
    method: "POST",
    headers: { "content-type": type, ...authorized(by), ...headers },
    body: Uint8Array.from(bytes),
  })
  const body = JSON.parse(await response.text())
  return { status: response.status, headers: response.headers, body, problem: body }
}

/** Gets what an address answers, as bytes. */
export async function download(app: Hono, url: string, by?: Caller, headers: Record<string, string> = {}) {
  const response = await app.request(url, { headers: { ...authorized(by), ...headers } })
  return { status: response.status, headers: response.headers, bytes: Buffer.from(await response.arrayBuffer()) }
}

/** Where the image that was just sent can be seen. */
export const imageUrlOf = ({ headers }: Answer<Listing>): string => headers.get("location") ?? "none"
