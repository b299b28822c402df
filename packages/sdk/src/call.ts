/** What came with a reply besides its body. */
export interface ResponseMeta {
  status: number
  /** Names the exchange in the registry's log; quote it when reporting a problem. */
  requestId: string | undefined
  /** The version of what was read or written; `listings.update` takes it as `ifMatch`. */
  etag: string | undefined
  /** True where the registry answered a repeated write from memory instead of doing it again. */
  replayed: boolean
  /** How many times the request was sent, the successful time included. */
  attempts: number
}

/** A reply's body and what came with it. */
export interface Reply<T> {
  data: T
  meta: ResponseMeta
}

/** A call under way: await it for the body, or `withResponse()` for the body and its {@link ResponseMeta}. */
export interface Call<T> extends Promise<T> {
  withResponse(): Promise<Reply<T>>
}

/** Presents a reply under way as a {@link Call}. A failure is reported where the caller looks, and only there. */
export function callOf<T>(reply: Promise<Reply<T>>): Call<T> {
  const data = reply.then((arrived) => arrived.data)
  return Object.assign(data, {
    withResponse() {
      // Whoever asks for the response need not await the body too; its rejection counts as seen.
      data.catch(() => undefined)
      return reply.then((arrived) => arrived)
    },
  })
}
