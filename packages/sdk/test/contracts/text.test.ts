import { describe, expect, it } from "vitest"
import { limits, listingFields } from "../../src/contracts/index.ts"

const { name, description } = listingFields

const hiddenEverywhere: [string, string][] = [
  ["NUL", "\u0000"],
  ["an escape", "\u001b"],
  ["a C1 control", "\u009b"],
  ["a bidi override", "\u202e"],
  ["a bidi isolate", "\u2066"],
  ["a tag character", "\u{e0041}"],
  ["a lone surrogate", "\ud800"],
]
const hiddenInALine: [string, string][] = [
  ...hiddenEverywhere,
  ["a line break", "\n"],
  ["a tab", "\t"],
  ["a zero-width space", "\u200b"],
  ["a zero-width joiner", "\u200d"],
  ["a soft hyphen", "\u00ad"],
  ["a byte-order mark", "\ufeff"],
  ["a line separator", "\u2028"],
  ["a private-use character", "\ue000"],
  ["an unassigned character", "\u0378"],
]

describe("a line of text", () => {
  it.each(["Support Triage", "Größe", "サポート", "دعم", "Ship it 🚀", "a"])("may be %s", (text) => {
    expect(name.parse(text)).toBe(text)
  })

  it.each(hiddenInALine)("may not hold %s", (_, character) => {
    expect(name.safeParse(`Support${character}Triage`).success).toBe(false)
  })

  it("is trimmed and composed", () => {
    expect(name.parse("  Gro\u0308ße  ")).toBe("Größe")
  })

  it.each([
    ["nothing", ""],
    ["blanks", "   "],
    ["too much", "a".repeat(limits.displayNameLengthMax + 1)],
  ])("may not be %s", (_, text) => {
    expect(name.safeParse(text).success).toBe(false)
  })
})

describe("prose", () => {
  it("may have lines, tabs, Markdown and joined emoji", () => {
    const text = "# Title\n\n\t- a *list*\n- 👩‍💻 at work\n"
    expect(description.parse(text)).toBe(text)
  })

  it("has one kind of line break and composed characters", () => {
    expect(description.parse("a\r\nGro\u0308ße\r\n")).toBe("a\nGröße\n")
  })

  it.each(hiddenEverywhere)("may not hold %s", (_, character) => {
    expect(description.safeParse(`Routes${character}tickets`).success).toBe(false)
  })

  it("may be empty, and not endless", () => {
    expect(description.parse("")).toBe("")
    expect(description.safeParse("a".repeat(limits.descriptionLengthMax + 1)).success).toBe(false)
  })
})
