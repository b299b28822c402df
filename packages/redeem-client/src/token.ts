import { sha256 } from "./bytes.ts"

const base62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"

/** The two credentials a target handles: the install token a buyer brings, and its own secret. */
export type CredentialPrefix = "fpit" | "fpts"

/**
 * True for a whole credential of that kind: prefix, `_`, 32 base62 characters and 6 of checksum. Says nothing
 * about whether the registry knows it; it only saves a call for junk.
 */
export const isCredential = (prefix: CredentialPrefix, text: unknown): text is string =>
  typeof text === "string" &&
  text.startsWith(`${prefix}_`) &&
  /^[0-9A-Za-z]{38}$/.test(text.slice(5)) &&
  text.slice(-6) === checksum(text.slice(0, -6))

/** SHA-256 of a token in hexadecimal: the name under which a store may keep it, since it cannot be turned back. */
export const tokenHash = async (token: string): Promise<string> =>
  Array.from(await sha256(token), (byte) => byte.toString(16).padStart(2, "0")).join("")

/** CRC-32 (IEEE 802.3) of an ASCII text as six base62 digits. */
export function checksum(text: string): string {
  let crc = 0xffffffff
  for (let index = 0; index < text.length; index++) {
    crc ^= text.charCodeAt(index)
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1
  }
  let rest = (crc ^ 0xffffffff) >>> 0
  let digits = ""
  for (let place = 0; place < 6; place++) {
    digits = `${base62[rest % 62]}${digits}`
    rest = Math.floor(rest / 62)
  }
  return digits
}
