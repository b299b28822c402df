import type { Call } from "../call.ts"
import {
  type AddedTargetCredential,
  addedTargetCredential,
  type AddTargetCredentialRequest,
  type RegisteredTarget,
  registeredTarget,
  type RegisterTargetRequest,
  type TargetSettings,
  targetSettings,
  targetSettingsList,
  type UpdateTargetRequest,
} from "../contracts/target-settings.ts"
import type { Caller, CallOptions, CreateOptions, UpdateOptions } from "../endpoint.ts"
import { path } from "../path.ts"

/** The systems an asset can be installed into, and how they prove which they are. Writing is for admins. */
export interface TargetAdministration {
  /** Registers a target. The reply alone holds its secret; a target with a public key has none. */
  register(body: RegisterTargetRequest, options?: CreateOptions): Call<RegisteredTarget>
  /** Lists all targets with their settings, the disabled ones as well. */
  list(options?: CallOptions): Call<{ data: TargetSettings[] }>
  /** Reads one target with its settings. */
  get(name: string, options?: CallOptions): Call<TargetSettings>
  /** Changes the named settings, unless somebody else was faster. */
  update(name: string, patch: UpdateTargetRequest, options: UpdateOptions): Call<TargetSettings>
  /** Keeps a target from taking anything, and cancels what was on its way there. */
  disable(name: string, options?: CallOptions): Call<TargetSettings>
  /** Lets it take installs again. */
  enable(name: string, options?: CallOptions): Call<TargetSettings>
  /** Gives it a second credential, and the first an end. The reply alone holds the secret, where there is one. */
  addCredential(name: string, body?: AddTargetCredentialRequest, options?: CreateOptions): Call<AddedTargetCredential>
  /** Ends a credential at once; ending it again is no error. */
  revokeCredential(name: string, credentialId: string, options?: CallOptions): Call<TargetSettings>
}

export const targetAdministrationOf = (call: Caller): TargetAdministration => {
  const post = (name: string, step: string, options: CallOptions | undefined) =>
    call({ method: "POST", path: () => `${targetPath(name)}/${step}`, body: undefined, reply: targetSettings }, options)
  return {
    register: (body, options) =>
      call({ method: "POST", path: () => "/v1/targets", body, reply: registeredTarget }, options),
    list: (options) => call({ method: "GET", path: () => "/v1/targets/settings", reply: targetSettingsList }, options),
    get: (name, options) =>
      call({ method: "GET", path: () => `${targetPath(name)}/settings`, reply: targetSettings }, options),
    update: (name, body, { ifMatch, ...options }) =>
      call({ method: "PATCH", path: () => targetPath(name), body, ifMatch, reply: targetSettings }, options),
    disable: (name, options) => post(name, "disable", options),
    enable: (name, options) => post(name, "enable", options),
    addCredential: (name, body = {}, options) =>
      call(
        { method: "POST", path: () => `${targetPath(name)}/credentials`, body, reply: addedTargetCredential },
        options,
      ),
    revokeCredential: (name, credentialId, options) =>
      call(
        {
          method: "DELETE",
          path: () => targetPath(name) + path`/credentials/${credentialId}`,
          reply: targetSettings,
        },
        options,
      ),
  }
}

const targetPath = (name: string) => path`/v1/targets/${name}`
