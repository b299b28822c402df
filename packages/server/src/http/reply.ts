/** What a route answers. The body is written as JSON. */
export interface Reply {
  readonly status: 200 | 201
  readonly body: unknown
  readonly etag?: string
  readonly location?: string
  readonly replayed?: boolean
  /** True for what holds only at this moment, such as a health check; no cache may keep it. */
  readonly momentary?: boolean
}

export const ok = (body: unknown, extra: Partial<Reply> = {}): Reply => ({ ...extra, status: 200, body })

export const created = (body: unknown, extra: Partial<Reply> = {}): Reply => ({ ...extra, status: 201, body })
