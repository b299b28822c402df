import type { Call } from "../call.ts"
import type { Connection } from "../connection.ts"
import { type Handoff, handoff } from "../contracts/handoffs.ts"
import type { CreateInstallIntentRequest, IssueInstallTokenRequest } from "../contracts/install-requests.ts"
import {
  type CreatedInstall,
  createdInstall,
  type InstallIntent,
  installIntent,
  installIntentPage,
  type IssuedInstall,
  issuedInstall,
} from "../contracts/installs.ts"
import type { Caller, CallOptions, CreateOptions } from "../endpoint.ts"
import { type Paged, pagedOf, type PageQuery } from "../paging.ts"
import { path } from "../path.ts"
import { waitForInstall, type WaitOptions } from "./wait-for-install.ts"

/** The signed-in buyer's installs. */
export interface Installs {
  /**
   * Starts an install. The reply alone holds the install token and the link that carries it; neither can be
   * read again. Needs `intent:create`.
   */
  create(body: CreateInstallIntentRequest & { issueToken?: true }, options?: CreateOptions): Call<IssuedInstall>
  /** The same; with `issueToken: false` there is no token and no link until {@link issue} is asked for one. */
  create(body: CreateInstallIntentRequest, options?: CreateOptions): Call<CreatedInstall>
  /** Issues a token, the first or another one; the token before is dead at once. Needs `intent:create`. */
  issue(installIntentId: string, body?: IssueInstallTokenRequest, options?: CreateOptions): Call<IssuedInstall>
  /** Calls an install off; its token is dead at once. Needs `intent:create`. */
  cancel(installIntentId: string, options?: CallOptions): Call<InstallIntent>
  /** Reads one install: how far it got, and what the target reported. Needs `intent:read`. */
  get(installIntentId: string, options?: CallOptions): Call<InstallIntent>
  /** Lists the caller's installs, newest first. Needs `intent:read`. */
  list(query?: PageQuery, options?: CallOptions): Paged<InstallIntent>
  /**
   * Waits until an install is redeemed, or until the target has reported what became of it. Also resolves once neither
   * can happen any more: look at its `status`. Needs `intent:read`.
   * @throws TimeoutError after `timeoutMs`.
   */
  wait(installIntentId: string, options: WaitOptions): Promise<InstallIntent>
  /** Reads what a target asks the caller to install; its id comes with the link. Needs `intent:create`. */
  handoff(handoffId: string, options?: CallOptions): Call<Handoff>
}

export const installsOf = (call: Caller, sleep: Connection["sleep"]): Installs => ({
  create: ((body: CreateInstallIntentRequest, options?: CreateOptions) => {
    const reply = body.issueToken === false ? createdInstall : issuedInstall
    return call<CreatedInstall>({ method: "POST", path: () => "/v1/install-intents", body, reply }, options)
  }) as Installs["create"],
  issue: (installIntentId, body = {}, options) =>
    call({ method: "POST", path: () => `${intentPath(installIntentId)}/token`, body, reply: issuedInstall }, options),
  cancel: (installIntentId, options) =>
    call(
      { method: "POST", path: () => `${intentPath(installIntentId)}/cancel`, body: undefined, reply: installIntent },
      options,
    ),
  get: (installIntentId, options) =>
    call({ method: "GET", path: () => intentPath(installIntentId), reply: installIntent }, options),
  list: (query = {}, options) =>
    pagedOf(call, { path: () => "/v1/install-intents", query, reply: installIntentPage }, options),
  wait: (installIntentId, options) => waitForInstall(call, sleep, () => intentPath(installIntentId), options),
  handoff: (handoffId, options) =>
    call({ method: "GET", path: () => path`/v1/handoffs/${handoffId}`, reply: handoff }, options),
})

const intentPath = (installIntentId: string) => path`/v1/install-intents/${installIntentId}`
