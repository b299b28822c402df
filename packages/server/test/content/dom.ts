import { type DefaultTreeAdapterTypes, parseFragment } from "parse5"
import { expect } from "vitest"
import { allowedAttributes, allowedTags, linkRel } from "../../src/domain/content/clean-html.ts"

type Node = DefaultTreeAdapterTypes.ChildNode

/** Every element a browser's parser would make of this HTML, however deep. Fails on anything that is no element or text. */
export function elementsOf(html: string): DefaultTreeAdapterTypes.Element[] {
  const walk = (node: Node): DefaultTreeAdapterTypes.Element[] => {
    if (node.nodeName === "#text") return []
    if (!("tagName" in node)) throw new Error(`A ${node.nodeName} stands in the HTML.`)
    return [node, ...node.childNodes.flatMap(walk)]
  }
  return parseFragment(html).childNodes.flatMap(walk)
}

/** What a reader sees. */
export function textOf(html: string): string {
  const walk = (node: Node): string => {
    if ("value" in node) return node.value
    return "childNodes" in node ? node.childNodes.map(walk).join("") : ""
  }
  return parseFragment(html).childNodes.map(walk).join("")
}

/** Expects nothing in the HTML that is not on the allow-list: no tag, no attribute, no scheme, no other rel. */
export function expectSafe(html: string): void {
  for (const { tagName, attrs, namespaceURI } of elementsOf(html)) {
    expect(namespaceURI).toBe("http://www.w3.org/1999/xhtml")
    expect(allowedTags).toContain(tagName)
    const allowed: readonly string[] = Object.entries(allowedAttributes).find(([tag]) => tag === tagName)?.[1] ?? []
    for (const { name } of attrs) expect(allowed).toContain(name)
    if (tagName !== "a") continue
    const values = Object.fromEntries(attrs.map(({ name, value }) => [name, value]))
    expect(values["rel"]).toBe(linkRel)
    expect(["https:", "mailto:"]).toContain(new URL(values["href"] ?? "missing:").protocol)
  }
}
