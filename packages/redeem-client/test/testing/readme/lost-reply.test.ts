import { createRedeemer, memoryStore } from "@fleetprompt/redeem-client"
import { fakeRegistry } from "@fleetprompt/redeem-client/testing"
import { expect, it } from "vitest"

it("survives a lost reply", async () => {
  const registry = await fakeRegistry()
  const { credential } = registry.registerTarget()
  const buyer = { iss: "https://id.example.com", sub: "bob" }
  const { token, installIntentId } = registry.issue({ listing: "acme/support-triage", version: "1.4.0", buyer })

  registry.fault("redeem", { kind: "drop", acted: true })
  const redeemer = createRedeemer({ registry: registry.url, credential, store: memoryStore() })

  expect(await redeemer.redeem(token, buyer)).toMatchObject({ ok: true, replayed: true })
  expect(registry.install(installIntentId).status).toBe("redeemed")
  await registry.close()
})
