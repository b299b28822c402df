import { describe, expect, it } from "vitest"
import { version } from "../../src/contracts/index.ts"

describe("a version", () => {
  it.each([
    "0.0.0",
    "1.4.0",
    "10.20.30",
    "2.0.0-beta.1",
    "1.0.0-alpha",
    "1.0.0-0.3.7",
    "1.0.0-x.7.z.92",
    "1.0.0--",
    "1.0.0-0a",
    "9007199254740991.0.0",
    "1.0.0-g99999999999999999999",
  ])("may be %s", (text) => {
    expect(version.safeParse(text).success).toBe(true)
  })

  it.each([
    "",
    "1",
    "1.4",
    "v1.4.0",
    "1.4.0.0",
    "01.4.0",
    "1.04.0",
    "1.4.0-",
    "1.4.0-01",
    "1.4.0-a..b",
    "1.4.0+build",
    "1.4.0-é",
    " 1.4.0",
    "1.4.0\n",
    "1.x.0",
    "latest",
    "9007199254740992.0.0",
    "1.0.0-9007199254740992",
    `1.0.0-${"a".repeat(64)}`,
  ])("may not be %j", (text) => {
    expect(version.safeParse(text).success).toBe(false)
  })

  it("is judged in no time, however hostile it is", () => {
    const startedAtMs = performance.now()
    for (const text of ["1.0.0-" + "0".repeat(50_000), "1.0.0-" + "a-".repeat(25_000) + "!"]) version.safeParse(text)
    expect(performance.now() - startedAtMs).toBeLessThan(1_000)
  })
})
