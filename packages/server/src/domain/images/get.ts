import type { AppContext } from "../context.ts"
import type { UserPrincipal } from "../identity/user.ts"
import { notFound } from "../refusal.ts"

/**
 * The bytes of an image: for everybody where a public listing shows it, else for members with `listing:read`.
 * @throws Refusal NOT_FOUND, the same whether it is missing or hidden.
 */
export async function getImage(
  context: AppContext,
  reader: UserPrincipal | undefined,
  digest: string,
): Promise<Uint8Array> {
  const memberId = reader?.credential.scopes.includes("listing:read") ? reader.user.userId : undefined
  const bytes = await context.store.read.images.find(digest, memberId)
  if (bytes === undefined) throw notFound("image")
  return bytes
}
