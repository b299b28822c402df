/** The identity provider an operator connects. */
export interface OidcConfig {
  /** Exactly as it stands in the tokens' `iss`. */
  readonly issuer: string
  /** What must stand in `aud`: this registry, and no other service of the same provider. */
  readonly audience: string
  /** The `typ` of an access token: `at+jwt` (RFC 9068), or `JWT` for a provider that does not say. */
  readonly tokenType: "at+jwt" | "JWT"
  /** Where the provider's keys are; undefined to ask its metadata. */
  readonly jwksUrl: string | undefined
  /** What the provider knows the registry by; undefined where nobody signs in there with a browser. */
  readonly client?: OidcClient | undefined
}

export interface OidcClient {
  readonly id: string
  /** Undefined for a public client, which PKCE alone protects. */
  readonly secret: string | undefined
}
