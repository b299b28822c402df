import type { Scope } from "@fleetprompt/sdk/contracts"
import type { AppContext } from "../domain/context.ts"
import { authenticateUser, requireScope } from "../domain/identity/authenticate.ts"
import type { UserPrincipal } from "../domain/identity/user.ts"
import { Refusal } from "../domain/refusal.ts"
import { authenticateTarget } from "../domain/targets/authenticate.ts"
import type { TargetPrincipal } from "../domain/targets/target.ts"

/** Who may use a route. Every route declares one; there is no default. */
export interface Access<Principal> {
  readonly kind: "anyone" | "user" | "target"
  readonly scope: Scope | null
  /** @throws Refusal for a caller who may not. */
  admit(context: AppContext, authorization: string | undefined): Promise<Principal>
}

/** Everybody. A credential that is sent must be good all the same, and may show its owner more. */
export const anyone: Access<UserPrincipal | undefined> = {
  kind: "anyone",
  scope: null,
  admit: async (context, authorization) =>
    authorization === undefined ? undefined : await authenticateUser(context, bearer(authorization)),
}

/** A person whose token has the scope; without one named, any valid token will do. */
export const user = (scope: Scope | null): Access<UserPrincipal> => ({
  kind: "user",
  scope,
  admit: async (context, authorization) => {
    const principal = await authenticateUser(context, bearer(authorization))
    if (scope !== null) requireScope(principal, scope)
    return principal
  },
})

/** A target system with its own credential. */
export const target: Access<TargetPrincipal> = {
  kind: "target",
  scope: null,
  admit: async (context, authorization) => await authenticateTarget(context, bearer(authorization)),
}

function bearer(authorization: string | undefined): string {
  const credential = /^Bearer ([\x21-\x7e]{1,256})$/i.exec(authorization ?? "")?.[1]
  if (credential === undefined) {
    throw new Refusal("UNAUTHENTICATED", "This request needs an Authorization header of the form Bearer <token>.")
  }
  return credential
}
