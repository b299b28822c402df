import { randomBytes } from "node:crypto"
import { type IdKind, idPrefixes } from "@fleetprompt/sdk/contracts"

const base62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"

/** A fresh id: the kind's prefix and 22 base62 characters, 130 bits. */
export function newId(kind: IdKind): string {
  let characters = ""
  while (characters.length < 22) {
    for (const byte of randomBytes(32)) {
      // 248 is the largest multiple of 62 in a byte; what is above would favour the first characters.
      if (byte < 248 && characters.length < 22) characters += base62.charAt(byte % 62)
    }
  }
  return `${idPrefixes[kind]}_${characters}`
}
