#!/usr/bin/env node
// No import stands above this check: an old Node would fail on one with a message that helps nobody.
const [major = 0, minor = 0, patch = 0] = process.versions.node.split(".").map(Number)
const isSupported =
  major > 24 || (major === 24 && minor >= 15) || (major === 22 && (minor > 22 || (minor === 22 && patch >= 2)))

if (isSupported) {
  const { runProcess } = await import("./main.ts")
  await runProcess()
} else {
  console.error(`error: fleetprompt needs Node.js 24.15 or newer, or 22.22.2 and newer 22; this is ${process.version}.`)
  console.error("Install a current Node.js, for instance from https://nodejs.org, and run the command again.")
  process.exitCode = 1
}
