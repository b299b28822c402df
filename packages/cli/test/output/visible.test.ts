import { describe, expect, it } from "vitest"
import { jsonText } from "../../src/output/json.ts"
import { visibleLine, visibleText } from "../../src/output/visible.ts"

describe("a stranger's text on a terminal", () => {
  it.each([
    ["colour", "\u001b[31mred\u001b[0m", "red"],
    ["a cleared screen", "a\u001b[2J\u001b[Hb", "ab"],
    ["an 8-bit control sequence", "a\u009b31mb", "ab"],
    ["a window title", "\u001b]0;pwned\u0007x", "]0;pwnedx"],
    [
      "a link",
      "\u001b]8;;https://evil.example\u001b\\click\u001b]8;;\u001b\\",
      "]8;;https://evil.example\\click]8;;\\",
    ],
    ["a device order", "\u001bPq\u001b\\x", "Pq\\x"],
    ["an unended sequence", "a\u001b[31", "a[31"],
    ["a backspace and a bell", "safe\b\b\b\b\u0007evil", "safeevil"],
    ["a carriage return", "good\rbad", "good bad"],
    ["turned writing direction", "\u202egnp.exe\u2066", "gnp.exe"],
    ["zero-width characters", "ad\u200bmin\ufeff\u200d\u00ad", "admin"],
    ["tag characters", "hi\u{e0041}\u{e0042}", "hi"],
    ["lone surrogates and private use", "a\ud800b\ue000", "ab"],
    ["line separators", "a\u2028b\u2029c", "a b c"],
    ["NUL and DEL", "a\u0000b\u007fc\u0085d", "abcd"],
  ])("loses %s", (_, text, visible) => {
    expect(visibleLine(text)).toBe(visible)
    expect(visibleText(text).replaceAll(/[^\x20-\x7e\n\t]/g, "?")).not.toContain("?")
  })

  it("keeps letters of every script and emoji", () => {
    const text = "Grüße, 你好, שלום, नमस्ते 🎉"
    expect(visibleLine(text)).toBe(text)
    expect(visibleText(text)).toBe(text)
  })

  it("becomes one line, or keeps its lines", () => {
    expect(visibleLine("a\n\n b\tc ")).toBe("a b c")
    expect(visibleText("a\r\n\tb\n\n")).toBe("a\n\tb")
  })
})

describe("JSON on a terminal", () => {
  it("says the same with nothing that could act", () => {
    const value = { a: "\u001b[31m\u009b\u202e\u200b\u{e0041}\u2028\u007f", b: ["ü", 1, null] }
    const text = jsonText(value)
    expect(JSON.parse(text)).toEqual(value)
    expect(text).toMatch(/^[\x20-\x7eü]*$/)
  })
})
