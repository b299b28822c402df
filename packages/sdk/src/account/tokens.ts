import type { Call } from "../call.ts"
import {
  type CreateTokenRequest,
  type IssuedToken,
  issuedToken,
  type LeakReport,
  leakReport,
  type PersonalToken,
  personalToken,
  tokenPage,
} from "../contracts/tokens.ts"
import type { Caller, CallOptions, CreateOptions } from "../endpoint.ts"
import { type Paged, pagedOf, type PageQuery } from "../paging.ts"
import { path } from "../path.ts"

/** The caller's personal tokens. All but `reportLeak` need `token:manage`, which no personal token has. */
export interface Tokens {
  /** Makes a token for a machine. The reply alone holds its secret. */
  create(body: CreateTokenRequest, options?: CreateOptions): Call<IssuedToken>
  /** Lists the caller's tokens, newest first, also those that are over. */
  list(query?: PageQuery, options?: CallOptions): Paged<PersonalToken>
  /** Ends a token from its next request on; ending it again is no error. */
  revoke(tokenId: string, options?: CallOptions): Call<PersonalToken>
  /** Ends a token by its value, wherever it was found; the reply does not tell whether there was one. */
  reportLeak(token: string, options?: CallOptions): Call<LeakReport>
}

export const tokensOf = (call: Caller): Tokens => ({
  create: (body, options) => call({ method: "POST", path: () => "/v1/tokens", body, reply: issuedToken }, options),
  list: (query = {}, options) => pagedOf(call, { path: () => "/v1/tokens", query, reply: tokenPage }, options),
  revoke: (tokenId, options) =>
    call({ method: "DELETE", path: () => path`/v1/tokens/${tokenId}`, reply: personalToken }, options),
  reportLeak: (token, options) =>
    call({ method: "POST", path: () => "/v1/tokens/report-leak", body: { token }, reply: leakReport }, options),
})
