import type { Ddl } from "../sql/dialect/dialect.ts"
import type { Migration } from "./migration.ts"

/** Sessions of browsers, and the links that begin one. */
export const webSessions: Migration = {
  number: 10,
  name: "web sessions",
  statements: (ddl) => [...sessions(ddl), ...links(ddl)],
}

const sessions = ({ text, ms, strict }: Ddl) => [
  `create table web_sessions (
    session_id ${text} primary key,
    user_id ${text} not null references users (user_id),
    secret_hash ${text} not null unique check (length(secret_hash) = 64),
    created_at_ms ${ms} not null,
    last_used_at_ms ${ms} not null
  ) ${strict}`,
  "create index web_sessions_by_start on web_sessions (created_at_ms)",
]

const links = ({ text, ms, strict }: Ddl) => [
  `create table sign_in_links (
    link_id ${text} primary key,
    user_id ${text} not null references users (user_id),
    secret_hash ${text} not null unique check (length(secret_hash) = 64),
    created_at_ms ${ms} not null,
    expires_at_ms ${ms} not null
  ) ${strict}`,
  "create index sign_in_links_by_end on sign_in_links (expires_at_ms)",
]
