import { describe, expect, it } from "vitest"
import {
  type CredentialKind,
  credentialKind,
  credentialPrefixes,
  formatCredential,
  redactCredentials,
} from "../../src/contracts/index.ts"

const base62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
const bytes = Uint8Array.from({ length: 64 }, (_, index) => index * 5)
const token = formatCredential("installToken", bytes)

const replaceAt = (text: string, index: number, character: string) =>
  text.slice(0, index) + character + text.slice(index + 1)

describe("a credential", () => {
  it.each(Object.entries(credentialPrefixes) as [CredentialKind, string][])(
    "of kind %s begins with %s_ and is known by it",
    (kind, prefix) => {
      const made = formatCredential(kind, bytes)
      expect(made).toMatch(new RegExp(`^${prefix}_[0-9A-Za-z]{38}$`))
      expect(credentialKind(made)).toBe(kind)
    },
  )

  it("ends in the CRC-32 of what stands before it, in six base62 digits", () => {
    // Worked out by another implementation: zlib.crc32 of the first 37 characters.
    expect(formatCredential("personalToken", new Uint8Array(32))).toBe(`fpat_${"0".repeat(32)}1SHE7v`)
  })

  it("favours no character: bytes that do not divide evenly are passed over", () => {
    const skewed = Uint8Array.from([248, 255, ...Array.from({ length: 32 }, () => 61)])
    expect(formatCredential("installToken", skewed).slice(5, 37)).toBe("z".repeat(32))
  })

  it("is not made of too few bytes", () => {
    expect(() => formatCredential("installToken", new Uint8Array(31))).toThrow(RangeError)
    expect(() => formatCredential("installToken", new Uint8Array(64).fill(255))).toThrow(RangeError)
  })
})

describe("a credential is refused", () => {
  it("with any one character mistyped", () => {
    const typos = Array.from(token).flatMap((right, index) =>
      Array.from(base62 + "_-")
        .filter((wrong) => wrong !== right)
        .map((wrong) => replaceAt(token, index, wrong)),
    )
    expect(typos.length).toBeGreaterThan(2_600)
    expect(typos.filter((typo) => credentialKind(typo) !== undefined)).toEqual([])
  })

  it("with any two neighbours swapped", () => {
    const swaps = Array.from({ length: token.length - 1 }, (_, index) => {
      const [left = "", right = ""] = token.slice(index, index + 2)
      return replaceAt(replaceAt(token, index, right), index + 1, left)
    })
    expect(swaps.filter((swap) => swap !== token && credentialKind(swap) !== undefined)).toEqual([])
  })

  it.each([
    ["cut short", token.slice(0, -1)],
    ["too long", `${token}0`],
    ["followed by a line break", `${token}\n`],
    ["led by a blank", ` ${token}`],
    ["of a kind that does not exist", token.replace("fpit", "fpxx")],
    ["under the prefix of another kind", token.replace("fpit", "fpat")],
    ["empty", ""],
  ])("where it is %s", (_, text) => {
    expect(credentialKind(text)).toBeUndefined()
  })
})

describe("a text", () => {
  it("loses every credential in it, and keeps the rest", () => {
    const text = `Bearer ${token}, "${formatCredential("targetSecret", bytes)}"; https://a.example/#fp_token=${token}&x`
    expect(redactCredentials(text)).toBe(
      'Bearer fpit_[redacted], "fpts_[redacted]"; https://a.example/#fp_token=fpit_[redacted]&x',
    )
  })

  it("loses a credential that was mistyped too", () => {
    expect(redactCredentials(replaceAt(token, 10, token[10] === "a" ? "b" : "a"))).toBe("fpit_[redacted]")
  })
})
