import { readFileSync } from "node:fs"
import { join } from "node:path"
import { expect, it } from "vitest"

const read = (...path: string[]): string => readFileSync(join(import.meta.dirname, ...path), "utf8")

it.each(["handoff.test.ts", "lost-reply.test.ts"])("the README shows %s as it is run here", (file) => {
  expect(read("../../../README.md")).toContain(`\`\`\`ts\n${read(file)}\`\`\`\n`)
})
