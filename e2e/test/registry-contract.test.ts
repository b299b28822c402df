import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { engines } from "../../packages/server/test/support/engines.ts"
import { openFake } from "../support/contract/fake.ts"
import { openReal } from "../support/contract/real.ts"
import type { RegistryUnderTest } from "../support/contract/registry-under-test.ts"
import { scenarios } from "../support/contract/scenarios.ts"
import type { Scenario } from "../support/contract/steps.ts"
import { inShort, transcriptOf } from "../support/contract/transcript.ts"

async function play(registry: RegistryUnderTest, { play: run, replies }: Scenario): Promise<unknown[]> {
  const answers = await run(registry)
  expect(answers.map(inShort)).toEqual(replies)
  return transcriptOf(registry, answers)
}

describe.each(engines)("T-KIT-1 · the registry of the testing kit answers as the server on $name", (engine) => {
  let real: RegistryUnderTest
  let fake: RegistryUnderTest
  beforeAll(async () => {
    real = await openReal(engine)
    fake = await openFake()
  })
  afterAll(() => Promise.all([real.close(), fake.close()]))

  it.each(scenarios)("$title", async (scenario) => {
    const wanted = await play(real, scenario)
    expect(await play(fake, scenario)).toEqual(wanted)
  })
})
