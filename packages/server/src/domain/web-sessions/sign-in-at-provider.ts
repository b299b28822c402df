import type { AppContext } from "../context.ts"
import { becomeKnown } from "../identity/known-user.ts"
import type { UserPrincipal } from "../identity/user.ts"
import { notFound, Refusal } from "../refusal.ts"
import { beginSession } from "./begin.ts"
import type { BegunSignIn, FinishedSignIn, SignInProvider } from "./provider.ts"

/**
 * Sends a browser to the identity provider.
 * @throws Refusal IDENTITY_PROVIDER_UNAVAILABLE; NOT_FOUND where none is connected.
 */
export async function beginSignIn(context: AppContext, returnTo: string | undefined): Promise<BegunSignIn> {
  const begun = await providerOf(context).begin(returnTo)
  if (begun === undefined) throw unavailable()
  return begun
}

export interface SignInAtProvider {
  /** What the browser kept since it was sent to the provider. */
  readonly kept: string
  /** What the provider sent it back with. */
  readonly response: URLSearchParams
  readonly requestId: string
  /** Whoever the browser was signed in as; that session ends. */
  readonly before: UserPrincipal | undefined
}

/** A session that began, or why none did. */
export type SignedIn =
  | { readonly kind: "begun"; readonly secret: string; readonly returnTo: string | undefined }
  | Exclude<FinishedSignIn, { kind: "identified" | "unavailable" }>

/**
 * Begins a session for whom the identity provider vouches, who becomes known here when first seen.
 * @throws Refusal IDENTITY_PROVIDER_UNAVAILABLE, ACCOUNT_LOCKED; NOT_FOUND where none is connected.
 */
export async function signInAtProvider(context: AppContext, command: SignInAtProvider): Promise<SignedIn> {
  const { kept, response, requestId, before } = command
  const finished = await providerOf(context).finish(kept, response)
  if (finished.kind === "unavailable") throw unavailable()
  if (finished.kind !== "identified") return finished
  const { identity, returnTo } = finished
  const { secret } = await context.store.transaction(async (tx) => {
    const { userId } = await becomeKnown(context, tx, identity, requestId)
    return await beginSession(context, tx, { userId, requestId, before, details: { by: "identity_provider" } })
  })
  return { kind: "begun", secret, returnTo }
}

function providerOf({ signInProvider }: AppContext): SignInProvider {
  if (signInProvider === undefined) throw notFound("address")
  return signInProvider
}

const unavailable = () =>
  new Refusal("IDENTITY_PROVIDER_UNAVAILABLE", "The service that signs people in here does not answer.")
