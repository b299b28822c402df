/**
 * Where a registry lives, checked before a credential is sent there: https, or http to this very machine,
 * and nothing but a host and perhaps a path, which is returned without a trailing slash.
 * @throws TypeError otherwise. The message does not repeat the text, which may hold a password.
 */
export function parseBaseUrl(text: string): { origin: string; path: string } {
  if (!URL.canParse(text)) throw new TypeError("baseUrl is not a URL.")
  const url = new URL(text)
  if (url.protocol !== "https:" && !(url.protocol === "http:" && isLoopback(url.hostname))) {
    throw new TypeError("baseUrl must begin with https://, or with http:// for localhost.")
  }
  if (url.username !== "" || url.password !== "" || url.search !== "" || url.hash !== "") {
    throw new TypeError("baseUrl must have no credentials, query or fragment.")
  }
  return { origin: url.origin, path: url.pathname.replace(/\/+$/, "") }
}

// The URL parser has already written every spelling of an IPv4 address as four decimal numbers.
const isLoopback = (hostname: string) =>
  hostname === "localhost" || hostname === "[::1]" || /^127\.\d+\.\d+\.\d+$/.test(hostname)
