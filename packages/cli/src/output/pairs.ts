/** `whsAgentId=agt_1, minWHSVersion=2.3.0` */
export const pairsText = (pairs: Record<string, string>): string =>
  Object.entries(pairs)
    .map(([name, value]) => `${name}=${value}`)
    .join(", ")
