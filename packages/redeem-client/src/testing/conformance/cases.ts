import type { ConformanceCase } from "./case.ts"
import { consentCases } from "./cases/consent.ts"
import { networkCases } from "./cases/network.ts"
import { outcomeCases } from "./cases/outcomes.ts"
import { pageCases } from "./cases/pages.ts"
import { tokenCases } from "./cases/tokens.ts"

/** Everything the suite demands, in the order of the report. */
export const cases: readonly ConformanceCase[] = [
  ...consentCases,
  ...tokenCases,
  ...networkCases,
  ...outcomeCases,
  ...pageCases,
]
