import type { Ddl } from "../sql/dialect/dialect.ts"
import type { Migration } from "./migration.ts"

/** Programs that ask for a session, and the sessions they were given. */
export const deviceLogin: Migration = {
  number: 9,
  name: "device login",
  statements: (ddl) => [...sessions(ddl), ...logins(ddl)],
}

const sessions = ({ text, ms, strict }: Ddl) => [
  `create table cli_sessions (
    session_id ${text} primary key,
    user_id ${text} not null references users (user_id),
    client_name ${text} not null,
    scopes ${text} not null,
    requested_from ${text} not null,
    secret_hash ${text} not null unique check (length(secret_hash) = 64),
    created_at_ms ${ms} not null,
    last_used_at_ms ${ms},
    revoked_at_ms ${ms}
  ) ${strict}`,
  "create index cli_sessions_of_user on cli_sessions (user_id, created_at_ms, session_id)",
]

/** `user_id` is who decided; `session_id` what it came to, once it was fetched. */
const logins = ({ text, ms, strict }: Ddl) => [
  `create table device_logins (
    login_id ${text} primary key,
    device_code_hash ${text} not null unique check (length(device_code_hash) = 64),
    user_code ${text} not null unique,
    code_challenge ${text} not null,
    client_name ${text} not null,
    scopes ${text} not null,
    requested_from ${text} not null,
    status ${text} not null check (status in ('pending', 'approved', 'denied')),
    user_id ${text} references users (user_id),
    session_id ${text} references cli_sessions (session_id),
    interval_ms ${ms} not null,
    polled_at_ms ${ms},
    created_at_ms ${ms} not null,
    expires_at_ms ${ms} not null,
    check ((status = 'pending') = (user_id is null)),
    check (session_id is null or status = 'approved')
  ) ${strict}`,
  "create index device_logins_by_end on device_logins (expires_at_ms)",
]
