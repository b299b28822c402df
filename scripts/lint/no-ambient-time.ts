import type { Rule } from "./rule.ts"

const message = "The clock comes in by the context; only a Date of a given time is a pure value."

/** Refuses `new Date()` and `Date()`, which read the clock, and leaves `new Date(atMs)` alone. */
export const noAmbientTime: Rule = {
  create: (context) => ({
    NewExpression(node) {
      if (isDate(node.callee) && node.arguments.length === 0) context.report({ node, message })
    },
    CallExpression(node) {
      if (isDate(node.callee)) context.report({ node, message })
    },
  }),
}

function isDate(callee: { type: string; name?: unknown }): boolean {
  return callee.type === "Identifier" && callee.name === "Date"
}
