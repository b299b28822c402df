import { describe, expect, it } from "vitest"
import { limits, listingFields } from "../../src/contracts/index.ts"

const { name, summary, description } = listingFields

const hiddenEverywhere: [string, string][] = [
  ["NUL", "\u0000"],
  ["an escape", "\u001b"],
  ["a C1 control", "\u009b"],
  ["a tag character", "\u{e0041}"],
  ["a lone surrogate", "\ud800"],
]
const hiddenInASummary: [string, string][] = [
  ...hiddenEverywhere,
  ["a line break", "\n"],
  ["a tab", "\t"],
  ["a line separator", "\u2028"],
  ["a private-use character", "\ue000"],
  ["an unassigned character", "\u0378"],
]
const flagged: [string, string][] = [
  ["a bidi override", "\u202e"],
  ["a bidi isolate", "\u2066"],
  ["a zero-width space", "\u200b"],
  ["a zero-width joiner", "\u200d"],
  ["a soft hyphen", "\u00ad"],
  ["a byte-order mark", "\ufeff"],
]
const hiddenInALine: [string, string][] = [...hiddenInASummary, ...flagged]

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

describe("T-NAMES-1 · a name", () => {
  it.each([
    ["a Cyrillic а among Latin letters", "p\u0430ypal"],
    ["a Latin letter among Cyrillic ones", "\u0420\u043e\u0441\u0441iya"],
    ["a Greek omicron among Latin letters", "g\u03bfogle"],
    ["a Greek capital at the beginning", "\u0391gent"],
    ["a foreign letter behind a digit", "a1\u0435"],
    ["a foreign letter behind a combining mark", "q\u0301\u0435"],
  ])("may not hold %s", (_, text) => {
    expect(name.safeParse(`Support ${text} desk`).success).toBe(false)
  })

  it.each(["Поддержка клиентов", "Υποστήριξη", "Support Поддержка", "α-Agent", "5 µm Scan", "Größe 日本語 desk"])(
    "may be %s",
    (text) => {
      expect(name.parse(text)).toBe(text)
    },
  )
})

describe("a summary", () => {
  it.each(hiddenInASummary)("may not hold %s", (_, character) => {
    expect(summary.safeParse(`Support${character}Triage`).success).toBe(false)
  })

  it.each(flagged)("may hold %s, which readers are warned of", (_, character) => {
    expect(summary.safeParse(`Support${character}Triage`).success).toBe(true)
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

  it.each(flagged)("may hold %s, which readers are warned of", (_, character) => {
    expect(description.safeParse(`Routes${character}tickets`).success).toBe(true)
  })

  it("may be empty, and not endless", () => {
    expect(description.parse("")).toBe("")
    expect(description.safeParse("a".repeat(limits.descriptionLengthMax + 1)).success).toBe(false)
  })
})
