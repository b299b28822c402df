import type { Call } from "../call.ts"
import {
  type DeviceLogin,
  deviceLogin,
  type IssuedCliSession,
  issuedCliSession,
  type PollDeviceLoginRequest,
  type StartDeviceLoginRequest,
  type StartedDeviceLogin,
  startedDeviceLogin,
} from "../contracts/device-login.ts"
import type { Caller, CallOptions } from "../endpoint.ts"
import { path } from "../path.ts"

/**
 * How a program gets a session of the person in front of it (RFC 8628 with PKCE). The last three are that person's, who
 * signed in elsewhere: they need an access token of the identity provider.
 */
export interface DeviceLogins {
  /** Asks for a session. Show the `userCode` and the address, then poll no faster than `intervalMs`. */
  start(body: StartDeviceLoginRequest, options?: CallOptions): Call<StartedDeviceLogin>
  /**
   * Asks once whether it is approved. The reply alone holds the session's secret.
   * @throws ApiError `AUTHORIZATION_PENDING`, `SLOW_DOWN`, `ACCESS_DENIED`, `DEVICE_CODE_EXPIRED`, `DEVICE_CODE_INVALID`.
   */
  poll(body: PollDeviceLoginRequest, options?: CallOptions): Call<IssuedCliSession>
  /** Reads what is to be approved. */
  get(userCode: string, options?: CallOptions): Call<DeviceLogin>
  /** Gives the program a session of the caller's. */
  approve(userCode: string, options?: CallOptions): Call<DeviceLogin>
  /** Turns the program away. */
  deny(userCode: string, options?: CallOptions): Call<DeviceLogin>
}

export const deviceLoginsOf = (call: Caller): DeviceLogins => {
  const decide = (userCode: string, decision: string, options: CallOptions | undefined) =>
    call(
      { method: "POST", path: () => `${devicePath(userCode)}/${decision}`, body: undefined, reply: deviceLogin },
      options,
    )
  return {
    start: (body, options) =>
      call({ method: "POST", path: () => "/v1/auth/device", body, reply: startedDeviceLogin }, options),
    poll: (body, options) =>
      call({ method: "POST", path: () => "/v1/auth/device/token", body, reply: issuedCliSession }, options),
    get: (userCode, options) => call({ method: "GET", path: () => devicePath(userCode), reply: deviceLogin }, options),
    approve: (userCode, options) => decide(userCode, "approve", options),
    deny: (userCode, options) => decide(userCode, "deny", options),
  }
}

const devicePath = (userCode: string) => path`/v1/auth/device/${userCode}`
