import { spawn } from "node:child_process"
import { delimiter, join } from "node:path"

/** What must hold before a change is taken, cheapest first. The tests come last, for they take the longest. */
const steps: readonly Step[] = [
  { name: "format", command: "oxfmt --check" },
  { name: "lint", command: "oxlint" },
  { name: "types", command: "tsc --noEmit" },
  { name: "build", command: "pnpm build" },
  { name: "packages", command: "node scripts/check-packages.ts" },
  { name: "unused code", command: "knip" },
  { name: "spec coverage", command: "node scripts/check-spec-coverage.ts" },
  { name: "size", command: "node scripts/check-size.ts" },
  { name: "install", command: "node scripts/check-install.ts" },
  { name: "readme", command: "node scripts/check-readme.ts" },
]

interface Step {
  readonly name: string
  readonly command: string
}

process.chdir(join(import.meta.dirname, ".."))
process.env["PATH"] = [join(process.cwd(), "node_modules/.bin"), process.env["PATH"]].join(delimiter)
process.exitCode = await check()

/** Runs the steps until one fails, then the tests, whose own last line closes the run. Answers the exit code. */
async function check(): Promise<number> {
  for (const { name, command } of steps) {
    const startedAtMs = performance.now()
    const { code, output } = await run(command)
    const seconds = ((performance.now() - startedAtMs) / 1000).toFixed(1)
    console.log(`${code === 0 ? "✓" : "✗"} ${name.padEnd(14)} ${seconds.padStart(6)} s`)
    if (code !== 0) return fail(`\n$ ${command}\n${output}`)
  }
  console.log("▸ tests")
  const { code } = await run("vitest run", "inherit")
  return code ?? fail("The tests were killed.")
}

/** The closing line of a run that never reached its tests. */
function fail(reason: string): number {
  console.log(`${reason}\n\n0 passed, 1 failed`)
  return 1
}

/** Runs a command line. Its code is null when a signal ended it. */
function run(command: string, stdio: "pipe" | "inherit" = "pipe"): Promise<{ code: number | null; output: string }> {
  return new Promise((resolve) => {
    const child = spawn(command, { shell: true, stdio: ["ignore", stdio, stdio] })
    let output = ""
    child.stdout?.on("data", (chunk) => (output += String(chunk)))
    child.stderr?.on("data", (chunk) => (output += String(chunk)))
    child.on("close", (code) => resolve({ code, output }))
  })
}
