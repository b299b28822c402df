/** The text behind base64url. @throws SyntaxError for a spelling other than the one there is. */
export function decodeCanonical(part: string): string {
  const bytes = Buffer.from(part, "base64url")
  if (bytes.toString("base64url") !== part) throw new SyntaxError("is not canonical base64url")
  return bytes.toString("utf8")
}
