import { isCredential } from "../../token.ts"
import { type Caller, checkAssertion, requireEnabled, type SignedFor } from "./assertion.ts"
import { hashOf } from "./mint.ts"
import { RegistryRefusal } from "./problem.ts"
import type { World } from "./records.ts"

/**
 * Turns an `Authorization` header into the target it stands for.
 * @throws RegistryRefusal UNAUTHENTICATED, TARGET_KEY_UNKNOWN, TARGET_ASSERTION_INVALID, TARGET_DISABLED.
 */
export function authenticate(world: World, authorization: string | undefined, request: SignedFor): Caller {
  const credential = /^Bearer ([\x21-\x7e]{1,8192})$/i.exec(authorization ?? "")?.[1]
  if (credential === undefined)
    throw new RegistryRefusal(
      "UNAUTHENTICATED",
      "This request needs an Authorization header of the form Bearer <token>.",
    )
  // A JWT begins with its header, `{"`, in base64url; a secret never does.
  return credential.startsWith("eyJ") ? checkAssertion(world, credential, request) : checkSecret(world, credential)
}

function checkSecret(world: World, secret: string): Caller {
  const hash = hashOf(secret)
  if (isCredential("fpts", secret))
    for (const target of world.targets.values())
      for (const credential of target.credentials)
        if (credential.kind === "secret" && credential.secretHash === hash && !credential.revoked) {
          requireEnabled(target)
          return { target, credential }
        }
  throw new RegistryRefusal("UNAUTHENTICATED", "The credential is not a live one of a target of this registry.")
}
