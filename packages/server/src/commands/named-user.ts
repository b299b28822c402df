import { idOf } from "@fleetprompt/sdk/contracts"
import { operator } from "../domain/audit/audit.ts"
import type { AppContext } from "../domain/context.ts"
import { knownUser } from "../domain/identity/known-user.ts"
import type { User } from "../domain/identity/user.ts"
import { notFound } from "../domain/refusal.ts"
import { localIssuer } from "../local-issuer.ts"

/** A user by their id, or a local user by name, made when new. @throws Refusal NOT_FOUND for an unknown id. */
export async function namedUser(context: AppContext, name: string): Promise<User> {
  if (idOf("user").safeParse(name).success) {
    const found = await context.store.read.users.find(name)
    if (found === undefined) throw notFound("user")
    return found
  }
  const identity = { iss: localIssuer(context.secrets), sub: name }
  return await context.store.transaction((tx) => knownUser(context, tx, identity, () => operator))
}
