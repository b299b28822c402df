import { createRedeemer, memoryStore, type Redeemer, type RedeemerOptions } from "@fleetprompt/redeem-client"
import { targetSecret } from "./credentials.ts"

/** A redeemer that reaches nothing and waits for nothing, except where a test says otherwise. */
export const testRedeemer = (options: Partial<RedeemerOptions>): Redeemer =>
  createRedeemer({
    registry: "https://registry.example",
    credential: { secret: targetSecret },
    store: memoryStore(),
    sleep: async () => {},
    ...options,
  })
