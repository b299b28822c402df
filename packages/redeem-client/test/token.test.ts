import { randomBytes } from "node:crypto"
import { crc32 } from "node:zlib"
import { credentialKind, formatCredential } from "@fleetprompt/sdk/contracts"
import { describe, expect, it } from "vitest"
import { newInstallToken, subject } from "./support/credentials.ts"
import { answered, fakeRegistry, redeemed } from "./support/registry.ts"
import { testRedeemer } from "./support/redeemer.ts"

/** Whether a text gets as far as the registry. */
async function isAsked(text: string): Promise<boolean> {
  const { fetch, requests } = fakeRegistry(answered({ active: false }))
  expect(await testRedeemer({ fetch }).peek(text, subject)).toBeNull()
  return requests.length === 1
}

describe("the token's own check", () => {
  it("lets through what the contracts call an install token, over many tokens", async () => {
    for (let round = 0; round < 200; round++) expect(await isAsked(newInstallToken())).toBe(true)
  })

  it("stops every typo of one character, as the contracts do", async () => {
    const token = newInstallToken()
    for (let place = 0; place < token.length; place++) {
      for (const character of ["0", "Z", "a", "_", "-", "é"].filter((other) => other !== token[place])) {
        const typo = token.slice(0, place) + character + token.slice(place + 1)
        expect({ typo, asked: await isAsked(typo) }).toEqual({ typo, asked: credentialKind(typo) === "installToken" })
        expect(await isAsked(typo)).toBe(false)
      }
    }
  })

  it.each(["-", "_", " ", "é", "\n"])(
    "stops a token with %j in it, though the checksum be right",
    async (character) => {
      const text = withChecksum(`fpit_${"a".repeat(31)}${character}`)
      expect(credentialKind(text)).toBeUndefined()
      expect(await isAsked(text)).toBe(false)
      expect(await isAsked(withChecksum(`fpit_${"a".repeat(32)}`))).toBe(true)
    },
  )

  it.each([
    ["nothing", ""],
    ["a personal token", formatCredential("personalToken", randomBytes(64))],
    ["a target secret", formatCredential("targetSecret", randomBytes(64))],
    ["a token with a line break", `${newInstallToken()}\n`],
    ["a token with a blank before it", ` ${newInstallToken()}`],
    ["two tokens in a row", newInstallToken() + newInstallToken()],
    ["a token cut short", newInstallToken().slice(0, -1)],
  ])("stops %s", async (_what, text) => {
    expect(credentialKind(text)).not.toBe("installToken")
    expect(await isAsked(text)).toBe(false)
  })

  it("makes a redeem answer malformed without asking store or registry", async () => {
    const { fetch, requests } = fakeRegistry(redeemed)
    const store = { getOrCreate: () => Promise.reject(new Error("The store was asked.")) }
    const redeemer = testRedeemer({ fetch, store })
    const refusal = { ok: false, reason: "malformed", message: "This is not a whole install token.", requestId: null }
    expect(await redeemer.redeem("fpit_", subject)).toEqual(refusal)
    // @ts-expect-error -- what a form without the field gives
    expect(await redeemer.redeem(undefined, subject)).toEqual(refusal)
    expect(requests).toEqual([])
  })
})

/** The checksum worked out by other means than ours: zlib's CRC-32 of the character codes, in base62. */
function withChecksum(text: string): string {
  const digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
  const places = [5, 4, 3, 2, 1, 0].map((power) => Math.floor(crc32(Buffer.from(text, "latin1")) / 62 ** power) % 62)
  return text + places.map((place) => digits[place]).join("")
}
