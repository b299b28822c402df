/** The UTF-8 of a text. */
export const utf8 = (text: string) => new TextEncoder().encode(text)

/** The SHA-256 of a text's UTF-8. */
export const sha256 = async (text: string) => new Uint8Array(await crypto.subtle.digest("SHA-256", utf8(text)))

/** Unpadded base64url (RFC 4648 §5). */
export const base64url = (bytes: Uint8Array): string =>
  btoa(String.fromCharCode(...bytes)).replace(/[+/=]/g, (sign) => ({ "+": "-", "/": "_" })[sign] ?? "")

/** The bytes behind base64url; undefined where it is none. */
export function bytesOf(text: string) {
  if (!/^[0-9A-Za-z_-]*$/.test(text) || text.length % 4 === 1) return undefined
  const binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"))
  return Uint8Array.from(binary, (character) => character.charCodeAt(0))
}
