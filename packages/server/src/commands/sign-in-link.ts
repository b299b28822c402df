import { operator } from "../domain/audit/audit.ts"
import type { AppContext } from "../domain/context.ts"
import { createSignInLink } from "../domain/web-sessions/create-link.ts"
import { publicUrlConfig } from "../config.ts"
import { namedUser } from "./named-user.ts"
import { type DataOptions, withRegistry } from "./open-registry.ts"

export interface SignInLinkOptions extends DataOptions {
  readonly user: string
  readonly url?: string
  readonly json?: boolean
}

/** Prints a link by which somebody signs in, once and within ten minutes. */
export async function signInLinkCommand(options: SignInLinkOptions): Promise<void> {
  const publicUrl = publicUrlConfig(options.url)
  const { link, expiresAtMs } = await withRegistry(options, (context) => signInLink(context, publicUrl, options.user))
  process.stdout.write(options.json ? `${JSON.stringify({ link, expiresAtMs })}\n` : `${link}\n`)
}

/** A link of that registry for a user, by id or local name. */
export async function signInLink(
  context: AppContext,
  publicUrl: string,
  name: string,
): Promise<{ link: string; expiresAtMs: number }> {
  const { userId } = await namedUser(context, name)
  const { secret, expiresAtMs } = await createSignInLink(context, operator, userId)
  return { link: `${publicUrl}/sign-in/link?token=${secret}`, expiresAtMs }
}
