import { Writable } from "node:stream"
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest"
import { waiting } from "../../src/output/waiting.ts"

class Terminal extends Writable {
  readonly isTTY = true
  readonly columns = 80
  text = ""
  cursorTo = () => true
  clearLine = () => true
  moveCursor = () => true
  getColorDepth = () => 1

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.text += chunk.toString()
    done()
  }
}

describe("waiting on a terminal", () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  it("says for what after 300 ms, and stops when the work is done", async () => {
    const terminal = new Terminal()
    const work = Promise.withResolvers<string>()
    const result = waiting(terminal, "Searching", work.promise)
    await vi.advanceTimersByTimeAsync(299)
    await vi.dynamicImportSettled()
    expect(terminal.text).toBe("")
    await vi.advanceTimersByTimeAsync(1)
    await vi.dynamicImportSettled()
    expect(terminal.text).toContain("Searching")
    work.resolve("found")
    expect(await result).toBe("found")
    const { text } = terminal
    await vi.advanceTimersByTimeAsync(1_000)
    expect(terminal.text).toBe(text)
    expect(vi.getTimerCount()).toBe(0)
  })

  it("says nothing about work that is quick, or fails quickly", async () => {
    const terminal = new Terminal()
    await waiting(terminal, "Searching", Promise.resolve())
    await expect(waiting(terminal, "Searching", Promise.reject(new Error("no")))).rejects.toThrow("no")
    await vi.advanceTimersByTimeAsync(1_000)
    await vi.dynamicImportSettled()
    expect(terminal.text).toBe("")
  })
})
