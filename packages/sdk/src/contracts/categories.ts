/** The subjects a listing may file itself under. The server owns this list; a new one is a new release of the contracts. */
export const categories = [
  "business-operations",
  "communication",
  "customer-support",
  "data-and-analytics",
  "design-and-media",
  "developer-tools",
  "finance",
  "infrastructure",
  "marketing-and-sales",
  "productivity",
  "research-and-knowledge",
  "security",
] as const
export type Category = (typeof categories)[number]
