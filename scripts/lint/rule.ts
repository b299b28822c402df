import type { RuleTester } from "oxlint/plugins-dev"

/** A lint rule as oxlint runs it: a name per syntax node, a function that looks at it. */
export type Rule = Extract<Parameters<RuleTester["run"]>[1], { create: unknown }>
