import { describe, expect, it } from "vitest"
import { runVitest } from "./support/run-vitest.ts"

const head = 'import { afterAll, expect, it, vi } from "vitest"\n'

describe("a test run closes with one line that stands alone", () => {
  it("counts the tests that passed, failed and were skipped", async () => {
    const { exitCode, lines } = await runVitest({
      "a.test.ts": `${head}it("a", () => {})\nit("b", () => expect(1).toBe(2))\nit.skip("c", () => {})`,
      "b.test.ts": `${head}it("a", () => {})`,
    })
    expect(lines.slice(-2)).toEqual(["", "2 passed, 1 failed, 1 skipped"])
    expect(exitCode).toBe(1)
  })

  it("says nothing of skipped tests where there are none, and ends well", async () => {
    const { exitCode, lines } = await runVitest({ "a.test.ts": `${head}it("a", () => {})` })
    expect(lines.at(-1)).toBe("1 passed, 0 failed")
    expect(exitCode).toBe(0)
  })

  it("counts a file that cannot be loaded, a hook that breaks and an error nobody caught as failed", async () => {
    const { exitCode, lines } = await runVitest({
      "a.test.ts": 'throw new Error("broken")',
      "b.test.ts": `${head}it("a", () => {})\nafterAll(() => {\n  throw new Error("broken")\n})`,
      "c.test.ts": `${head}it("a", () => {\n  void Promise.reject(new Error("broken"))\n})`,
    })
    expect(lines.at(-1)).toBe("2 passed, 3 failed")
    expect(exitCode).toBe(1)
  })

  it("never reports success for a run without tests", async () => {
    const { exitCode, lines } = await runVitest({})
    expect(lines.at(-1)).toBe("0 passed, 1 failed")
    expect(exitCode).toBe(1)
  })
})

describe("a test that writes to the console", () => {
  it("fails, in whichever way it writes", async () => {
    const methods = ["debug", "dir", "error", "info", "log", "table", "trace", "warn"]
    const tests = methods.map((method) => `it("${method}", () => console.${method}("words"))`)
    const { lines, complaints } = await runVitest({ "a.test.ts": `${head}${tests.join("\n")}` })
    expect(lines.at(-1)).toBe("0 passed, 8 failed")
    for (const method of methods) expect(complaints).toContain(`console.${method}: words`)
  })

  it("passes where it expects the words, or writes to the process itself", async () => {
    const { lines } = await runVitest({
      "a.test.ts": `${head}it("a", () => {
        const warn = vi.spyOn(console, "warn").mockImplementation(() => {})
        console.warn("words")
        expect(warn).toHaveBeenCalledWith("words")
        process.stdout.write("more words")
      })`,
    })
    expect(lines.at(-1)).toBe("1 passed, 0 failed")
  })
})
