/** Who the identity provider says somebody is: by these two and never by e-mail. */
export interface Identity {
  readonly iss: string
  readonly sub: string
}

/** Signs people in at the identity provider (OpenID Connect Core 1.0 §3.1, with PKCE). */
export interface SignInProvider {
  /** What people know it by: its host. */
  readonly host: string
  /** Sends a browser there, to go on to `returnTo` afterwards. Undefined while the provider cannot be reached. */
  begin(returnTo: string | undefined): Promise<BegunSignIn | undefined>
  /** What became of it. Never throws for what a browser or the provider sent: every one of these is an answer. */
  finish(kept: string, response: URLSearchParams): Promise<FinishedSignIn>
  /** Where somebody signs out of the provider itself; undefined where it has no such page or cannot be reached. */
  signOutUrl(): Promise<string | undefined>
}

export interface BegunSignIn {
  readonly location: string
  /** What the provider sends back with the browser, so that it is known which of its sign-ins that is. */
  readonly state: string
  /** What the browser keeps until it comes back. It proves nothing to anybody else. */
  readonly kept: string
}

export type FinishedSignIn =
  | { readonly kind: "identified"; readonly identity: Identity; readonly returnTo: string | undefined }
  /** The provider lets nobody in. The words are its own, or those of whoever could write them there. */
  | { readonly kind: "denied"; readonly error: string; readonly description: string }
  /** This browser began no such sign-in, began it too long ago, or has finished it. */
  | { readonly kind: "unknown" }
  /** What the provider vouched with is not right. */
  | { readonly kind: "invalid" }
  | { readonly kind: "unavailable" }
