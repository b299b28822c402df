import type { DeviceLoginStatus } from "@fleetprompt/sdk/contracts"

/** Rows of device logins, of sessions, and of links to sign in by. */
export interface SessionTables {
  cli_sessions: {
    session_id: string
    user_id: string
    client_name: string
    /** JSON. */
    scopes: string
    requested_from: string
    secret_hash: string
    created_at_ms: number
    last_used_at_ms: number | null
    revoked_at_ms: number | null
  }
  web_sessions: {
    session_id: string
    user_id: string
    secret_hash: string
    created_at_ms: number
    last_used_at_ms: number
  }
  sign_in_links: {
    link_id: string
    user_id: string
    secret_hash: string
    created_at_ms: number
    expires_at_ms: number
  }
  device_logins: {
    login_id: string
    device_code_hash: string
    user_code: string
    code_challenge: string
    client_name: string
    /** JSON. */
    scopes: string
    requested_from: string
    status: DeviceLoginStatus
    user_id: string | null
    session_id: string | null
    interval_ms: number
    polled_at_ms: number | null
    created_at_ms: number
    expires_at_ms: number
  }
}
