/** Bytes that a route answers with. What the address names never changes. */
export interface ReplyFile {
  readonly bytes: Uint8Array
  readonly mediaType: string
  /** A name made by us, of letters, digits, `.`, `-` and `_`. */
  readonly name: string
}

/** A text of another type than JSON, made by us. */
export interface ReplyText {
  readonly content: string | Uint8Array
  readonly mediaType: string
}

/** What a route answers. The body is written as JSON, unless there is a file or a text. */
export interface Reply {
  readonly file?: ReplyFile
  readonly text?: ReplyText
  readonly status: number
  readonly body: unknown
  /** Set last, so they win over what a reply would have of its own accord. */
  readonly headers?: Readonly<Record<string, string>>
  /** Values of `Set-Cookie`, of which there may be several. */
  readonly cookies?: readonly string[]
  readonly etag?: string
  readonly location?: string
  readonly replayed?: boolean
  /** How long any cache may keep it; for a public read, in place of the usual time. */
  readonly publicForMs?: number
  /** True for what holds only at this moment, such as a health check; no cache may keep it. */
  readonly momentary?: boolean
  /** Called where the body goes out, so neither for a HEAD nor for a 304. */
  readonly onSent?: () => void
}

export const ok = (body: unknown, extra: Partial<Reply> = {}): Reply => ({ ...extra, status: 200, body })

export const file = (content: ReplyFile, extra: Partial<Reply> = {}): Reply => ({
  ...extra,
  status: 200,
  body: null,
  file: content,
})

export const text = (content: ReplyText, extra: Partial<Reply> = {}): Reply => ({
  status: 200,
  ...extra,
  body: null,
  text: content,
})

/** To another address: for good with 308, to look at what became of a form with 303. */
export const redirect = (location: string, status: 303 | 308): Reply => ({ status, body: null, location })

export const created = (body: unknown, extra: Partial<Reply> = {}): Reply => ({ ...extra, status: 201, body })

/** Taken in; the reply says nothing of what became of it. */
export const accepted = (body: unknown): Reply => ({ status: 202, body })
