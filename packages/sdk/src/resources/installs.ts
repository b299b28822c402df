import type { Call } from "../call.ts"
import {
  type CreateInstallIntentRequest,
  type InstallIntent,
  installIntent,
  installIntentPage,
  type IssuedInstall,
  issuedInstall,
} from "../contracts/installs.ts"
import type { Caller, CallOptions, CreateOptions } from "../endpoint.ts"
import { type Paged, pagedOf, type PageQuery } from "../paging.ts"
import { path } from "../path.ts"

/** The signed-in buyer's installs. */
export interface Installs {
  /**
   * Starts an install. The reply alone holds the install token and the link that carries it; neither can be
   * read again. Needs `intent:create`.
   */
  create(body: CreateInstallIntentRequest, options?: CreateOptions): Call<IssuedInstall>
  /** Reads one install: how far it got, and what the target reported. Needs `intent:read`. */
  get(installIntentId: string, options?: CallOptions): Call<InstallIntent>
  /** Lists the caller's installs, newest first. Needs `intent:read`. */
  list(query?: PageQuery, options?: CallOptions): Paged<InstallIntent>
}

export const installsOf = (call: Caller): Installs => ({
  create: (body, options) =>
    call({ method: "POST", path: () => "/v1/install-intents", body, reply: issuedInstall }, options),
  get: (installIntentId, options) =>
    call({ method: "GET", path: () => path`/v1/install-intents/${installIntentId}`, reply: installIntent }, options),
  list: (query = {}, options) =>
    pagedOf(call, { path: () => "/v1/install-intents", query, reply: installIntentPage }, options),
})
