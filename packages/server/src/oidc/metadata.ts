import * as z from "zod"
import { fetchJson } from "./fetch-json.ts"

/** https, or http to this very machine. */
export function isSafeProviderUrl(text: string): boolean {
  const url = URL.parse(text)
  if (url === null || url.username !== "" || url.password !== "") return false
  return (
    url.protocol === "https:" ||
    (url.protocol === "http:" && ["localhost", "127.0.0.1", "[::1]"].includes(url.hostname))
  )
}

const endpoint = z.string().refine(isSafeProviderUrl, "is not https").optional()

/** As much as we read of it (OpenID Connect Discovery 1.0 §3). */
const metadata = z.object({
  issuer: z.string(),
  jwks_uri: endpoint,
  authorization_endpoint: endpoint,
  token_endpoint: endpoint,
  end_session_endpoint: endpoint,
  token_endpoint_auth_methods_supported: z.array(z.string()).optional(),
  authorization_response_iss_parameter_supported: z.boolean().optional(),
})
export type ProviderMetadata = z.infer<typeof metadata>

/**
 * What a provider says of itself. It must call itself by the name we know it by.
 * @throws Error where it cannot be had, or names an address that is not https.
 */
export async function discover(issuer: string): Promise<ProviderMetadata> {
  const url = `${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`
  const parsed = metadata.safeParse(await fetchJson(url))
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    throw new Error(`${url} says ${issue?.path.join(".")} wrong: ${issue?.message}.`)
  }
  if (parsed.data.issuer !== issuer) throw new Error(`${url} speaks for another issuer.`)
  return parsed.data
}
