import { describe, expect, it } from "vitest"
import { userCode } from "../../src/contracts/index.ts"

describe("a user code", () => {
  it.each(["BCDF-GHJK", "bcdfghjk", " bcdf ghjk ", "B-C-D-F-G-H-J-K"])("may be typed as %j", (typed) => {
    expect(userCode.parse(typed)).toBe("BCDF-GHJK")
  })

  it.each(["", "BCDF-GHJ", "BCDF-GHJKL", "ACDF-GHJK", "BCDF-GH1K", "BCDF_GHJK", `BCDFGHJK${" ".repeat(99)}`])(
    "is not %j",
    (typed) => {
      expect(userCode.safeParse(typed).success).toBe(false)
    },
  )
})
