import type { Rule } from "./rule.ts"

const message = "Markup is written as JSX, which escapes; only parts/raw-html.tsx emits HTML, cleaned before."

const rawModules = new Set(["hono/html", "hono/utils/html"])
const rawProperties = new Set(["dangerouslySetInnerHTML", "innerHTML", "outerHTML", "insertAdjacentHTML"])
const textExpressions = new Set(["Literal", "TemplateLiteral", "BinaryExpression"])

/** Refuses the ways around JSX: Hono's raw strings, properties that take HTML as text, and `c.html("…")`. */
export const noRawHtml: Rule = {
  create: (context) => ({
    ImportDeclaration(node) {
      if (rawModules.has(node.source.value)) context.report({ node, message })
    },
    JSXAttribute(node) {
      if (node.name.type === "JSXIdentifier" && rawProperties.has(node.name.name)) context.report({ node, message })
    },
    Property(node) {
      if (node.key.type === "Identifier" && rawProperties.has(node.key.name)) context.report({ node, message })
    },
    MemberExpression(node) {
      if (node.property.type === "Identifier" && rawProperties.has(node.property.name))
        context.report({ node, message })
    },
    CallExpression(node) {
      const [argument] = node.arguments
      const isText = argument !== undefined && textExpressions.has(argument.type)
      if (isText && isNamedHtml(node.callee)) context.report({ node, message })
    },
  }),
}

function isNamedHtml(callee: object): boolean {
  return "property" in callee && callee.property instanceof Object && "name" in callee.property
    ? callee.property.name === "html"
    : false
}
