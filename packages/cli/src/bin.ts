#!/usr/bin/env node
import { cliVersion } from "./version.ts"

// Nothing else is imported above this check: an old Node would fail on it with a message that helps nobody.
const [major = 0, minor = 0, patch = 0] = process.versions.node.split(".").map(Number)
const isSupported =
  major > 24 || (major === 24 && minor >= 15) || (major === 22 && (minor > 22 || (minor === 22 && patch >= 2)))

if (!isSupported) {
  console.error(`error: fleetprompt needs Node.js 24.15 or newer, or 22.22.2 and newer 22; this is ${process.version}.`)
  console.error("Install a current Node.js, for instance from https://nodejs.org, and run the command again.")
  process.exitCode = 1
} else if (process.argv.length === 3 && /^(?:--version|-v)$/.test(process.argv[2] ?? "")) {
  // Asked by scripts all day long, so it is answered before anything is loaded.
  process.stdout.write(`${cliVersion}\n`)
} else {
  void import("./main.ts").then(({ runProcess }) => runProcess())
}
