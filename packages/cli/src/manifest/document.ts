import { type Document, LineCounter, isMap, isNode, isPair, isScalar, isSeq, parseDocument } from "yaml"
import type { Finding } from "../errors.ts"
import type { ManifestSource } from "./find.ts"
import { valueAt } from "./schema-issues.ts"

export type Path = readonly PropertyKey[]
export interface Position {
  readonly line: number
  readonly column: number
}

/** A parsed manifest: its value, and the place in the text of each part of it. */
export interface ManifestDocument {
  readonly value: unknown
  /** Where a part is written; for one that is missing, the nearest part around it. Keys win over values on request. */
  position(path: Path, part: "key" | "value"): Position
}

/** Enough for every honest use of anchors, far too little for a bomb. */
const aliasCountMax = 20

/**
 * Parses YAML 1.2 (core schema) or JSON. JSON is read by the same parser, for that one knows the places.
 * Duplicate keys, unknown tags and excessive aliases are findings, not warnings.
 */
export function parseManifestText(source: ManifestSource): ManifestDocument | Finding[] {
  const lineCounter = new LineCounter()
  const document = parseDocument(source.text, {
    version: "1.2",
    schema: "core",
    uniqueKeys: true,
    stringKeys: true,
    prettyErrors: false,
    lineCounter,
  })
  const at = (offset: number) => {
    const { line, col } = lineCounter.linePos(offset)
    return { line: Math.max(1, line), column: Math.max(1, col) }
  }
  const syntax = [...document.errors, ...document.warnings].map((problem) =>
    syntaxFinding(source, isTooDeep(problem) ? "Nested too deeply" : problem.message, at(problem.pos[0])),
  )
  if (syntax.length > 0) return syntax.slice(0, syntaxFindingsMax)
  const jsonComplaint = source.path.endsWith(".json") ? complaintAboutJson(source.text) : undefined
  if (jsonComplaint !== undefined) return [syntaxFinding(source, jsonComplaint, at(0))]
  try {
    return {
      value: valueAt(document.toJS({ maxAliasCount: aliasCountMax }), source.root),
      position: (path, part) => at(offsetOf(document, [...source.root, ...path], part)),
    }
  } catch (error) {
    // The parser's only way of saying that aliases multiply.
    if (error instanceof ReferenceError) return [syntaxFinding(source, "Too many aliases", at(0))]
    throw error
  }
}

const isTooDeep = ({ code }: { code: string }) => code === "RESOURCE_EXHAUSTION"

/** One broken bracket makes many errors; the first few tell the story. */
const syntaxFindingsMax = 5

const syntaxFinding = ({ displayPath }: ManifestSource, message: string, position: Position): Finding => ({
  pointer: "",
  code: "syntax",
  message: message.replace(/^[A-Z](?=[a-z])/, (letter) => letter.toLowerCase()),
  file: displayPath,
  ...position,
})

function complaintAboutJson(text: string): string | undefined {
  try {
    JSON.parse(text)
    return undefined
  } catch {
    return "This is YAML, but a .json file must be JSON: no comments, no trailing commas, keys in double quotes"
  }
}

function offsetOf(document: Document.Parsed, path: Path, part: "key" | "value"): number {
  let offset = document.contents?.range[0] ?? 0
  let node: unknown = document.contents
  for (const step of path) {
    const child = childOf(node, step)
    if (child === undefined) return offset
    node = isPair(child) ? child.value : child
    const shown = isPair(child) ? (part === "value" && isScalar(node) ? node : child.key) : child
    if (isNode(shown) && shown.range) offset = shown.range[0]
  }
  return offset
}

function childOf(node: unknown, step: PropertyKey): unknown {
  if (isMap(node)) return node.items.find(({ key }) => isScalar(key) && key.value === step)
  if (isSeq(node) && typeof step === "number") return node.items[step]
  return undefined
}
