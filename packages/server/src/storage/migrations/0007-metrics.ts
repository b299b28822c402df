import type { Migration } from "./migration.ts"

/** What is counted of listings, by day. There is no column that could say of whom. */
export const metrics: Migration = {
  number: 7,
  name: "metrics",
  statements: ({ text, ms, strict }) => [
    `create table listing_metrics (
      listing_id ${text} not null references listings,
      day_at_ms ${ms} not null check (day_at_ms % 86400000 = 0),
      counter ${text} not null,
      count ${ms} not null check (count > 0),
      primary key (listing_id, day_at_ms, counter)
    ) ${strict}`,
    "create index listing_metrics_by_day on listing_metrics (day_at_ms)",
  ],
}
