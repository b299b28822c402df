#!/usr/bin/env node
// Nothing else may be imported before this check: on an older Node the SQLite driver does not fail, it crashes.
import { unsupportedNode } from "./node-version.ts"

const complaint = unsupportedNode(process.versions.node)
if (complaint === undefined) {
  const { main } = await import("./main.ts")
  process.exitCode = await main(process.argv)
} else {
  process.stderr.write(`fleetprompt-server: ${complaint}\n`)
  process.exitCode = 1
}
