export { type Account, accountOf } from "./account.ts"
export type { DeviceLogins } from "./device-logins.ts"
export type { Sessions } from "./sessions.ts"
export type { Tokens } from "./tokens.ts"

export type {
  CliSession,
  DeviceLogin,
  DeviceLoginStatus,
  IssuedCliSession,
  PollDeviceLoginRequest,
  StartDeviceLoginRequest,
  StartedDeviceLogin,
} from "../contracts/device-login.ts"
export type { CreateTokenRequest, IssuedToken, LeakReport, PersonalToken } from "../contracts/tokens.ts"
