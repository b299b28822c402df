import type { Call } from "../call.ts"
import { type CliSession, cliSession, cliSessionPage } from "../contracts/device-login.ts"
import type { Caller, CallOptions } from "../endpoint.ts"
import { type Paged, pagedOf, type PageQuery } from "../paging.ts"
import { path } from "../path.ts"

/** The programs the caller has signed in by a device login. */
export interface Sessions {
  /** Lists them, newest first, also those that are over. */
  list(query?: PageQuery, options?: CallOptions): Paged<CliSession>
  /** Ends one from its next request on; ending it again is no error. */
  revoke(sessionId: string, options?: CallOptions): Call<CliSession>
  /** Ends the one the client's own credential is of: the logout. */
  end(options?: CallOptions): Call<CliSession>
}

export const sessionsOf = (call: Caller): Sessions => ({
  list: (query = {}, options) =>
    pagedOf(call, { path: () => "/v1/auth/sessions", query, reply: cliSessionPage }, options),
  revoke: (sessionId, options) =>
    call({ method: "DELETE", path: () => path`/v1/auth/sessions/${sessionId}`, reply: cliSession }, options),
  end: (options) => call({ method: "DELETE", path: () => "/v1/auth/session", reply: cliSession }, options),
})
