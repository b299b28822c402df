import { limits } from "@fleetprompt/sdk/contracts"

/**
 * Parses JSON that every parser reads alike: one value, no key twice in an object, no key that reaches for a prototype,
 * no half of a character, no number that is too large to hold, and neither deeper nor wider than our limits.
 * @throws SyntaxError with a message that repeats nothing of the text.
 */
export function parseStrictJson(text: string): unknown {
  // The engine's parser judges the grammar, so what follows only has to walk over well-formed text.
  const value: unknown = parse(text)
  walk(text)
  return value
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new SyntaxError("is not one JSON value")
  }
}

/** A string, a number or a bracket, wherever the next one stands; a colon tells a key from other strings. */
const token = /"[^"\\]*(?:\\.[^"\\]*)*"(\s*:)?|-?\d[\d.eE+-]*|[[\]{}]/g

const prototypeKeys: ReadonlySet<string> = new Set(["__proto__", "constructor", "prototype"])

function walk(text: string): void {
  const keysOf: Set<string>[] = []
  let keys = 0
  for (const [part, colon] of text.matchAll(token)) {
    const first = part[0]
    if (first === "{" || first === "[") {
      keysOf.push(new Set())
      if (keysOf.length > limits.jsonDepthMax) throw new SyntaxError(`is nested deeper than ${limits.jsonDepthMax}`)
    } else if (first === "}" || first === "]") {
      keysOf.pop()
    } else if (first !== '"') {
      if (!Number.isFinite(Number(part))) throw new SyntaxError("holds a number out of range")
    } else {
      const string = stringOf(colon === undefined ? part : part.slice(0, -colon.length))
      if (colon === undefined) continue
      if (++keys > limits.jsonKeysMax) throw new SyntaxError(`holds more than ${limits.jsonKeysMax} keys`)
      addKey(keysOf.at(-1), string)
    }
  }
}

function stringOf(literal: string): string {
  const string = literal.includes("\\") ? String(JSON.parse(literal)) : literal.slice(1, -1)
  if (!string.isWellFormed()) throw new SyntaxError("holds a lone surrogate")
  return string
}

function addKey(keys: Set<string> | undefined, key: string): void {
  if (prototypeKeys.has(key)) throw new SyntaxError("holds a key that names a prototype")
  if (keys?.has(key)) throw new SyntaxError("holds a key twice")
  keys?.add(key)
}
