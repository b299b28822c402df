import { describe, expect, it } from "vitest"
import { engines } from "../support/engines.ts"
import { openRegistry } from "../support/registry.ts"
import { Visitor, wordsOf } from "../support/visitor.ts"

describe.each(engines)("T-WEB-4 · an empty registry on $name", (engine) => {
  it("teaches the next step wherever there is nothing yet", async () => {
    const registry = await openRegistry(engine)
    try {
      const visitor = new Visitor(registry.app)
      const home = wordsOf(await visitor.get("/"))
      expect(home).toContain("This registry is empty")
      expect(home).toContain("fleetprompt init && fleetprompt publish")
      expect(wordsOf(await visitor.get("/listings"))).toContain("how to publish")
      expect(wordsOf(await visitor.get("/categories"))).toContain("Security 0")
      await (await registry.as("alice")).claim("acme")
      expect(wordsOf(await visitor.get("/publishers/acme"))).toContain("Nothing of this publisher is public")
      await (await registry.as("alice")).shelve("acme/first")
      const words = wordsOf(await visitor.get("/"))
      expect(words).toContain("Nothing was installed yet")
      expect(wordsOf(await visitor.get("/listings/acme/first"))).toContain(
        "No system that takes this kind is connected",
      )
    } finally {
      await registry.close()
    }
  })
})
