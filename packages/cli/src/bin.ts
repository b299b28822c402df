#!/usr/bin/env node
import { helpTexts } from "./help-texts.ts"
import { cliVersion } from "./version.ts"

// Nothing else is imported above this check: an old Node would fail on it with a message that helps nobody.
const [major = 0, minor = 0, patch = 0] = process.versions.node.split(".").map(Number)
const isSupported =
  major > 24 || (major === 24 && minor >= 15) || (major === 22 && (minor > 22 || (minor === 22 && patch >= 2)))

if (!isSupported) {
  console.error(`error: fleetprompt needs Node.js 24.15 or newer, or 22.22.2 and newer 22; this is ${process.version}.`)
  console.error("Install a current Node.js, for instance from https://nodejs.org, and run the command again.")
  process.exitCode = 1
} else {
  const answer = process.argv.length === 3 ? readyAnswer(process.argv[2]) : undefined
  if (answer === undefined) void import("./main.ts").then(({ runProcess }) => runProcess())
  else give(answer)
}

/** What scripts and people ask all day long, so it is answered before anything is loaded. */
function readyAnswer(word: string | undefined): string | undefined {
  if (word === "--version" || word === "-v") return `${cliVersion}\n`
  if (word !== "--help" && word !== "-h" && word !== "help") return undefined
  const columns = process.stdout.columns ?? 80
  return helpTexts.findLast(({ columnsMin }) => columnsMin <= columns)?.text
}

/** Writes the answer and ends the process: tidying up would take Node longer than the answer did. */
function give(answer: string): void {
  // A reader that has seen enough is no failure.
  process.stdout.on("error", ({ code }: NodeJS.ErrnoException) => process.exit(code === "EPIPE" ? 0 : 1))
  process.stdout.write(answer, () => process.exit())
}
