import type { Migration } from "./migration.ts"

/** Where a release was published from. */
export const provenance: Migration = {
  number: 11,
  name: "provenance",
  statements: ({ text, refuseUpdate }) => [
    `alter table releases add column provenance ${text}`,
    refuseUpdate({
      name: "releases_keep_provenance",
      table: "releases",
      columns: "provenance",
      message: "A release never changes.",
    }),
  ],
}
