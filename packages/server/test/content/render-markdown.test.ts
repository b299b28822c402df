import { array, assert, constantFrom, oneof, property, string } from "fast-check"
import { limits } from "@fleetprompt/sdk/contracts"
import { describe, expect, it } from "vitest"
import { cleanHtml, linkRel } from "../../src/domain/content/clean-html.ts"
import { renderMarkdown, stepsMax, stepsOf } from "../../src/domain/content/render-markdown.ts"
import { elementsOf, expectSafe, textOf } from "./dom.ts"
import { addresses, places, xssCorpus } from "./xss-corpus.ts"

describe("Markdown of a stranger", () => {
  it.each([
    ["a heading", "## Title", "<h2>Title</h2>\n"],
    ["emphasis", "*a* **b** ~~c~~", "<p><em>a</em> <strong>b</strong> <s>c</s></p>\n"],
    ["a list", "- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n"],
    ["a list that begins later", "3. a", '<ol start="3">\n<li>a</li>\n</ol>\n'],
    ["code", "`<b>`\n\n```js\nx < 1\n```", "<p><code>&lt;b&gt;</code></p>\n<pre><code>x &lt; 1\n</code></pre>\n"],
    ["a quotation", "> a", "<blockquote>\n<p>a</p>\n</blockquote>\n"],
    ["a rule and a break", "a  \nb\n\n---", "<p>a<br />\nb</p>\n<hr />\n"],
    [
      "a table",
      "|a|\n|:-:|\n|b|",
      "<table>\n<thead>\n<tr>\n<th>a</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n<td>b</td>\n</tr>\n</tbody>\n</table>\n",
    ],
    [
      "a link",
      "[a](https://a.example/?b=1&c=2)",
      `<p><a href="https://a.example/?b=1&amp;c=2" rel="${linkRel}">a</a></p>\n`,
    ],
    ["a mail address", "<a@b.example>", `<p><a href="mailto:a@b.example" rel="${linkRel}">a@b.example</a></p>\n`],
    [
      "a link by reference",
      "[a]\n\n[a]: https://a.example",
      `<p><a href="https://a.example" rel="${linkRel}">a</a></p>\n`,
    ],
    ["an image as its alternative text", "![a <b>](https://a.example/x.png)", "<p>a &lt;b&gt;</p>\n"],
    ["a bare address as text", "https://a.example", "<p>https://a.example</p>\n"],
    ["nothing", "", ""],
  ])("becomes HTML: %s", (_what, text, html) => {
    expect(renderMarkdown(text)).toBe(html)
  })

  it("keeps HTML as text, and the words of a link that leads nowhere", () => {
    expect(renderMarkdown("a <b>c</b>")).toBe("<p>a &lt;b&gt;c&lt;/b&gt;</p>\n")
    expect(renderMarkdown("[read *this*](javascript:alert(1))")).toBe("<p>read <em>this</em></p>\n")
  })

  it("ends every element it begins, also behind a link that leads nowhere", () => {
    expect(renderMarkdown("[x](javascript:a) `code` **b**")).toBe("<p>x <code>code</code> <strong>b</strong></p>\n")
  })

  it("spells bidi controls out", () => {
    expect(renderMarkdown("a\u202eb\u2066 [c](https://a.example/\u202e)")).toContain("a[U+202E]b[U+2066]")
  })
})

describe("T-XSS-1 · a text that attacks the page", () => {
  it("is one of more than seven hundred", () => {
    expect(new Set(xssCorpus).size + addresses.length * places.length).toBeGreaterThan(700)
  })

  it.each(xssCorpus)("as Markdown leaves nothing off the allow-list: %j", (text) => {
    expectSafe(renderMarkdown(text))
  })

  it.each(xssCorpus)("as HTML leaves nothing off the allow-list, and cleaning again changes nothing: %j", (html) => {
    const clean = cleanHtml(html)
    expectSafe(clean)
    expect(cleanHtml(clean)).toBe(clean)
  })

  describe.each(places)("with its address in %s", (_place, write) => {
    it.each(addresses)("leads nowhere it may not: %j", (address) => {
      const html = renderMarkdown(write(address))
      expectSafe(html)
      expect(elementsOf(html).filter(({ tagName }) => tagName === "a")).toEqual([])
      expectSafe(cleanHtml(write(address)))
    })
  })

  it("stays harmless however its pieces are put together", () => {
    const pieces = [...xssCorpus, ...addresses, ..."[]()<>!\"'`*_~|\\&;:#>-+=/\n\t \u0000\u202e\ud800".split("")]
    const texts = array(oneof(constantFrom(...pieces), string({ unit: "binary" })), { maxLength: 30 })
    assert(
      property(texts, (parts) => {
        const text = parts.join("")
        expectSafe(renderMarkdown(text))
        const clean = cleanHtml(text)
        expectSafe(clean)
        expect(cleanHtml(clean)).toBe(clean)
      }),
      { numRuns: 600 },
    )
  })
})

describe("T-XSS-2 · a text that attacks the parser", () => {
  const fill = (part: string): string => part.repeat(Math.ceil(50_000 / part.length)).slice(0, 50_000)
  const hostile: [string, string][] = [
    ["opening brackets", fill("[")],
    ["opening links", fill("[a](")],
    ["opening images", fill("![")],
    ["crossing emphasis", fill("*a_")],
    ["unclosed emphasis", fill("**a *b ")],
    ["strikes", fill("~~a ~")],
    ["backticks of every length", Array.from({ length: 300 }, (_, length) => "`".repeat(length + 1)).join(" ")],
    ["nested quotations", fill(">")],
    ["nested lists", Array.from({ length: 300 }, (_, depth) => `${" ".repeat(depth)}- a`).join("\n")],
    ["a wide table without cells", `|${"a|".repeat(2_000)}\n|${"-|".repeat(2_000)}\n${"|a\n".repeat(8_000)}`],
    ["references to a long address", `[a]: https://${"x".repeat(16_000)}\n\n${"[a] ".repeat(4_000)}`],
    ["definitions", fill("[a]: b\n")],
    ["unclosed definitions", fill("[a\n")],
    ["unclosed tags", fill("<a ")],
    ["unclosed comments", fill("<!--")],
    ["entities", fill("&#")],
    ["escapes", fill("\\[")],
    ["mail addresses", fill("<a@b.c>")],
    ["setext headings", fill("a\n=\n")],
    ["fences", fill("```\n")],
    ["lazy quotations", fill("> [a\n")],
  ]

  it.each(hostile)("is stopped after a bounded number of steps and yields a bounded length: %s", (_what, text) => {
    expect(stepsOf(text)).toBeLessThanOrEqual(stepsMax)
    const html = renderMarkdown(text)
    expect(html.length).toBeLessThan(16 * limits.descriptionLengthMax)
    expectSafe(html)
  })

  it("that asks for too much is shown as it was written", () => {
    const text = `[a]: https://${"x".repeat(16_000)}\n\n${"[a] ".repeat(4_000)}`.slice(0, limits.descriptionLengthMax)
    const html = renderMarkdown(text)
    expect(html.startsWith("<pre>")).toBe(true)
    expect(textOf(html)).toBe(text)
  })

  it("is told from an honest text of the largest size, which takes a tenth of the steps", () => {
    const honest = "Lorem *ipsum* [dolor](https://a.example) `code` sit amet.\n\n- one\n- two\n\n"
    const text = honest.repeat(Math.floor(limits.descriptionLengthMax / honest.length))
    expect(stepsOf(text)).toBeLessThan(stepsMax / 10)
    expect(renderMarkdown(text)).not.toContain("<pre>")
  })
})
