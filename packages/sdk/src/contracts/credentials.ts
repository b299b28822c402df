/**
 * Every secret we hand out has one shape: `fp`, two letters for its kind, `_`, 32 random base62 characters
 * and a checksum of 6, so that junk is refused before the database is asked and leaks can be searched for
 * (guides: install token and intent, format).
 */
export const credentialPrefixes = {
  installToken: "fpit",
  personalToken: "fpat",
  targetSecret: "fpts",
  deviceCode: "fpdc",
  cliSession: "fpcl",
  webSession: "fpws",
  signInLink: "fpsl",
  ciToken: "fpci",
} as const
export type CredentialKind = keyof typeof credentialPrefixes

const base62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
const shape = /^(fp(?:it|at|ts|dc|cl|ws|sl|ci))_[0-9A-Za-z]{38}$/

/** The kind of a well-formed credential with a right checksum, else undefined. Costs microseconds, tells no secret. */
export function credentialKind(text: string): CredentialKind | undefined {
  const prefix = shape.exec(text)?.[1]
  if (prefix === undefined || text.slice(-6) !== checksum(text.slice(0, -6))) return undefined
  return (Object.keys(credentialPrefixes) as CredentialKind[]).find((kind) => credentialPrefixes[kind] === prefix)
}

/**
 * Makes a credential out of random bytes. Bytes of 248 and above are passed over, for `% 62` would favour
 * some characters.
 * @throws RangeError where the bytes do not yield 32 characters; 64 bytes all but always do.
 */
export function formatCredential(kind: CredentialKind, bytes: Uint8Array): string {
  const characters = Array.from(bytes)
    .filter((byte) => byte < 248)
    .slice(0, 32)
    .map((byte) => base62[byte % 62])
  if (characters.length < 32) throw new RangeError("Too few random bytes for a credential.")
  const body = `${credentialPrefixes[kind]}_${characters.join("")}`
  return body + checksum(body)
}

/** Replaces every credential in a text by its prefix and `[redacted]`. For logs, errors and debug output. */
export const redactCredentials = (text: string): string =>
  text.replaceAll(/\b(fp(?:it|at|ts|dc|cl|ws|sl|ci))_[0-9A-Za-z]{38}/g, "$1_[redacted]")

/** CRC-32 (IEEE 802.3) of an ASCII text as six base62 digits. */
function checksum(text: string): string {
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
