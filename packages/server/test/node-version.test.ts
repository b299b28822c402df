import { describe, expect, it } from "vitest"
import { unsupportedNode } from "../src/node-version.ts"

describe("The Node a server runs on", () => {
  it.each(["20.20.2", "22.22.1", "23.11.0", "24.14.9"])("is refused by name where it is %s", (version) => {
    expect(unsupportedNode(version)).toContain(`Node ${version} is not supported`)
  })

  it.each(["22.22.2", "22.23.0", "24.15.0", "24.21.0", "26.0.0"])("is taken where it is %s", (version) => {
    expect(unsupportedNode(version)).toBeUndefined()
  })
})
