import type { CiIssuer } from "../domain/trusted-publishing/claims.ts"
import { isSafeProviderUrl } from "./metadata.ts"

/** The issuers everybody has, unless the operator names others. */
const builtIn = {
  github: "https://token.actions.githubusercontent.com",
  gitlab: "https://gitlab.com",
} as const

export const defaultCiIssuers: readonly CiIssuer[] = [
  { provider: "github", issuer: builtIn.github },
  { provider: "gitlab", issuer: builtIn.gitlab },
]

/**
 * Reads a list of issuers: `github` and `gitlab` for the ones of github.com and gitlab.com, `github=https://…`,
 * `gitlab=https://…` or `oidc=https://…` for others, commas between them. Undefined for a list that is not one.
 */
export function parseCiIssuers(text: string): readonly CiIssuer[] | undefined {
  const issuers = text.split(",").map((part) => parseIssuer(part.trim()))
  return issuers.every((issuer) => issuer !== undefined) ? issuers : undefined
}

function parseIssuer(text: string): CiIssuer | undefined {
  const [provider = "", ...rest] = text.split("=")
  if (rest.length === 0) {
    return provider === "github" || provider === "gitlab" ? { provider, issuer: builtIn[provider] } : undefined
  }
  const issuer = rest.join("=")
  if (provider !== "github" && provider !== "gitlab" && provider !== "oidc") return undefined
  return isIssuer(issuer) ? { provider, issuer } : undefined
}

/** One spelling alone, for a token's issuer is compared letter by letter. */
function isIssuer(text: string): boolean {
  const url = URL.parse(text)
  if (url === null || url.search !== "" || url.hash !== "" || text.endsWith("/")) return false
  return isSafeProviderUrl(text) && (url.href === text || url.href === `${text}/`)
}
