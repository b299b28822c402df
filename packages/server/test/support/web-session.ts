import { operator } from "../../src/domain/audit/audit.ts"
import type { AppContext } from "../../src/domain/context.ts"
import { createSignInLink } from "../../src/domain/web-sessions/create-link.ts"
import { signInByLink } from "../../src/domain/web-sessions/sign-in.ts"
import type { Caller } from "./caller.ts"
import type { TestRegistry } from "./registry.ts"
import { Visitor } from "./visitor.ts"

/** The address of a link that signs a user in, without its origin. */
export async function signInPath(context: AppContext, userId: string): Promise<string> {
  return `/sign-in/link?token=${(await createSignInLink(context, operator, userId)).secret}`
}

/** The cookie of a browser that a user signed in with. */
export async function sessionCookie(context: AppContext, userId: string): Promise<string> {
  const link = await createSignInLink(context, operator, userId)
  const begun = await signInByLink(context, { secret: link.secret, requestId: "", before: undefined })
  if (begun === undefined) throw new Error("A fresh link signs nobody in.")
  return `__Host-fp_session=${begun.secret}`
}

/** The browser of somebody who signed in. */
export async function browserOf({ app, context }: TestRegistry, person: Caller): Promise<Visitor> {
  return new Visitor(app, { cookie: await sessionCookie(context, await person.userId()) })
}
