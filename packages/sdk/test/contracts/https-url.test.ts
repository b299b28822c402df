import { describe, expect, it } from "vitest"
import { limits, listingFields } from "../../src/contracts/index.ts"

const accepts = (text: string) => listingFields.docsUrl.safeParse(text).success

describe("a link", () => {
  it.each([
    "https://docs.acme.dev",
    "https://docs.acme.dev/a/b?c=d&e=%20#f",
    "https://acme.dev:8443/",
    "https://xn--mnchen-3ya.de/",
    "https://github.com/acme/triage",
    "https://1password.com",
    "https://Docs.Acme.dev",
  ])("may be %s", (text) => {
    expect(accepts(text)).toBe(true)
  })

  it.each([
    "",
    "acme.dev",
    "//acme.dev",
    "http://acme.dev",
    "ftp://acme.dev",
    "javascript:alert(1)",
    "data:text/html,x",
    "https:acme.dev",
    "https:/acme.dev",
    "https:///acme.dev",
    "https://",
    "https://user@acme.dev",
    "https://user:secret@acme.dev",
    "https://acme.dev\\@evil.example",
    "https://acme.dev/\r\nSet-Cookie: a=b",
    "https://acme.dev/\t",
    " https://acme.dev",
    "https://acme.dev/a b",
    "https://acme.dev/\u202egpj.exe",
    "https://аcme.dev",
    "https://ac\u200bme.dev",
    "https://localhost",
    "https://localhost.",
    "https://acme.dev.",
    "https://acme..dev",
    "https://intranet/",
    "https://127.0.0.1",
    "https://10.0.0.1/",
    "https://127.1",
    "https://0x7f.0.0.1",
    "https://0177.0.0.1",
    "https://2130706433",
    "https://[::1]",
    "https://[::ffff:127.0.0.1]",
    "https://acme.dev:99999",
    "https://%61cme.dev",
    "https://@acme.dev",
    "https://:@acme.dev",
    "https://acme.dev@acme.dev",
    "https://acme%2edev",
  ])("may not be %j", (text) => {
    expect(accepts(text)).toBe(false)
  })

  it("may not be endless", () => {
    const start = "https://acme.dev/"
    expect(accepts(start.padEnd(limits.urlLengthMax, "a"))).toBe(true)
    expect(accepts(start.padEnd(limits.urlLengthMax + 1, "a"))).toBe(false)
  })
})
