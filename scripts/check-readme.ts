import { readFileSync } from "node:fs"

const linesMax = 150

const lines = readFileSync("README.md", "utf8").trimEnd().split("\n").length
console.log(`README.md: ${lines} of ${linesMax} lines`)
if (lines > linesMax) process.exitCode = 1
