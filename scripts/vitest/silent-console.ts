import { afterAll, afterEach } from "vitest"

const methods = ["debug", "dir", "error", "info", "log", "table", "trace", "warn"] as const

/** What went to the console since the last test ended. */
const written: string[] = []

for (const method of methods) {
  const print = console[method].bind(console)
  console[method] = (...parts: unknown[]) => {
    written.push(`console.${method}: ${parts.map(String).join(" ")}`)
    print(...parts)
  }
}

/** Fails the test that wrote. One that expects a message takes its place, with `vi.spyOn(console, "error")`. */
function expectSilence(): void {
  const words = written.splice(0)
  if (words.length > 0) throw new Error(`A test leaves the console alone.\n${words.join("\n")}`)
}

afterEach(expectSilence)
afterAll(expectSilence)
