import type { Migration } from "./migration.ts"

/**
 * Personal tokens limited to listings, with their last use; and the counts of rate limits, for processes that share a
 * database. Those are worth nothing after a crash, so where the engine can it does not write them to its log.
 */
export const tokens: Migration = {
  number: 6,
  name: "tokens",
  statements: ({ text, ms, strict, unlogged }) => [
    `alter table personal_tokens add column listing_ids ${text}`,
    `alter table personal_tokens add column last_used_at_ms ${ms}`,
    "drop index personal_tokens_of_user",
    "create index personal_tokens_of_user on personal_tokens (user_id, created_at_ms, token_id)",
    `create ${unlogged} table rate_limit_windows (
      bucket ${text} primary key,
      uses integer not null check (uses > 0),
      ends_at_ms ${ms} not null
    ) ${strict}`,
    "create index rate_limit_windows_by_end on rate_limit_windows (ends_at_ms)",
  ],
}
