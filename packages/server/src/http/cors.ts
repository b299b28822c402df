import type { Route } from "./route.ts"

/**
 * Whether a page of any origin may read what this route answers: reads for anyone, asked without a credential. There is
 * nothing in them that the page's own server could not fetch.
 */
export const isOpenToPages = ({ method, access }: Pick<Route, "method" | "access">): boolean =>
  method === "GET" && access.kind === "anyone"

/** What a page needs to see of an answer, a refusal or a rate limit included. */
export const pageHeaders = {
  "access-control-allow-origin": "*",
  "access-control-expose-headers": "ETag, RateLimit, RateLimit-Policy, Retry-After, X-Request-Id",
} as const

/** The answer to a preflight. `Authorization` is not among the headers, so no browser ever sends one to us. */
export const preflightHeaders = {
  "access-control-allow-origin": "*",
  "access-control-allow-methods": "GET",
  "access-control-allow-headers": "If-None-Match",
  "access-control-max-age": "86400",
} as const
