import type { Answer, RegistryUnderTest } from "./registry-under-test.ts"

/** What a client can read of a reply. */
const headersRead = [
  "content-type",
  "cache-control",
  "www-authenticate",
  "allow",
  "retry-after",
  "x-content-type-options",
  "vary",
  "location",
  "access-control-allow-origin",
]

/**
 * Replies in a form that two registries share where they say the same: ids by their order, digests and wordings by
 * their kind, the registry's own address by a name.
 */
export function transcriptOf(registry: RegistryUnderTest, answers: readonly Answer[]): unknown[] {
  const ids = new Map<string, string>()
  const nameOf = (id: string, prefix: string) => {
    const name = ids.get(id) ?? `${prefix}_#${ids.size + 1}`
    ids.set(id, name)
    return name
  }
  const named = (text: string) =>
    text
      .replaceAll(registry.url, "{registry}")
      .replaceAll(/\breq_[0-9A-Za-z]{22}\b/g, "req_#")
      .replaceAll(/\b([a-z]{3})_[0-9A-Za-z]{22}\b/g, nameOf)
      .replaceAll(/\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g, (uuid) => nameOf(uuid, "uuid"))
      .replaceAll(/\bsha256:[0-9a-f]{64}\b/g, "sha256:#")
  return answers.map(({ status, headers, body }) => ({
    status,
    headers: Object.fromEntries(headersRead.map((name) => [name, named(headers.get(name) ?? "none")])),
    requestId: /^req_[0-9A-Za-z]{22}$/.test(headers.get("x-request-id") ?? ""),
    body: plain(body, named),
  }))
}

/** The same value with its texts passed through, words for people and names of keys reduced to the fact that there are some. */
function plain(value: unknown, pass: (text: string) => string, name = ""): unknown {
  if (typeof value === "string") return ["detail", "kid", "message"].includes(name) ? value !== "" : pass(value)
  if (Array.isArray(value)) return value.map((member) => plain(member, pass))
  if (typeof value !== "object" || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, plain(member, pass, key)]))
}

/** `200`, or a refusal's status and code. */
export const inShort = ({ status, body }: Answer): string =>
  typeof body === "object" && body !== null && "code" in body ? `${status} ${String(body.code)}` : String(status)
