/** True for what the registry takes as a redemptionId: 16 to 64 letters, digits, `-` or `_`; a UUID fits. */
export const isRedemptionId = (value: unknown): value is string =>
  typeof value === "string" && /^[0-9A-Za-z_-]{16,64}$/.test(value)
