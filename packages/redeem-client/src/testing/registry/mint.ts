import { createHash, randomBytes } from "node:crypto"
import { checksum, type CredentialPrefix } from "../../token.ts"

const base62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"

/** A fresh credential of the real form, with the real checksum. */
export function newCredential(prefix: CredentialPrefix): string {
  const body = `${prefix}_${randomBase62(32)}`
  return body + checksum(body)
}

type IdPrefix = "hof" | "ins" | "lst" | "pub" | "rel" | "req" | "tcr" | "tgt"

/** A fresh id of the real form. */
export const newId = (prefix: IdPrefix): string => `${prefix}_${randomBase62(22)}`

/** SHA-256 in hexadecimal, under which tokens and secrets are kept. */
export const hashOf = (text: string): string => createHash("sha256").update(text).digest("hex")

function randomBase62(length: number): string {
  let characters = ""
  while (characters.length < length) {
    // 248 is the largest multiple of 62 in a byte.
    for (const byte of randomBytes(length))
      if (byte < 248 && characters.length < length) characters += base62.charAt(byte % 62)
  }
  return characters
}
