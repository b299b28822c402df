import { limits, type ModerationRole, type Scope } from "@fleetprompt/sdk/contracts"
import type { AppContext } from "../domain/context.ts"
import { authenticateUser, requireScope } from "../domain/identity/authenticate.ts"
import type { UserPrincipal } from "../domain/identity/user.ts"
import { authenticateCi, isCiToken } from "../domain/trusted-publishing/authenticate.ts"
import type { Publishing } from "../domain/trusted-publishing/may.ts"
import type { CiPrincipal } from "../domain/trusted-publishing/trusted-publisher.ts"
import { requireModerator } from "../domain/moderation/require-moderator.ts"
import { Refusal } from "../domain/refusal.ts"
import { authenticateTarget, confirmTarget } from "../domain/targets/authenticate.ts"
import type { SignableRequest } from "../domain/targets/signed-request.ts"
import type { TargetPrincipal } from "../domain/targets/target.ts"
import { authenticateWebSession } from "../domain/web-sessions/authenticate.ts"
import { sessionIn } from "./session-cookie.ts"

/** Everybody a route may admit. */
export type AnyPrincipal = UserPrincipal | TargetPrincipal | CiPrincipal | undefined

/** Who may use a route. Every route declares one; there is no default. */
export interface Access<Principal> {
  readonly kind: "anyone" | "visitor" | "signedIn" | "user" | "target" | "moderator" | "run"
  readonly scope: Scope | null
  /** Whether it is open to runs that a trusted publisher let in besides. */
  readonly runs?: true
  /** The lowest role of moderation that is let in; for the kind `moderator`, and `signedIn` where it is for them. */
  readonly minimum?: ModerationRole
  /** @throws Refusal for a caller who may not. */
  admit(context: AppContext, request: Knock): Promise<Principal>
  /** Looks whether who was admitted still is, where admitting them twice is not possible. @throws Refusal where not. */
  confirm?(context: AppContext, principal: Principal): Promise<Principal>
}

/** What is looked at of a request to see who sends it: a header, and of who signs also what was signed. */
export interface Knock extends SignableRequest {
  readonly requestId: string
  header(name: string): string | undefined
}

/** Everybody. A credential that is sent must be good all the same, and may show its owner more. */
export const anyone: Access<UserPrincipal | undefined> = {
  kind: "anyone",
  scope: null,
  admit: async (context, knock) =>
    knock.header("authorization") === undefined
      ? undefined
      : await authenticateUser(context, bearer(knock), knock.requestId),
}

/**
 * Somebody with a browser, signed in or not. `Authorization` is not for pages, so what a proxy may have put there says
 * nothing. A session that is over, or whose account is locked, is none.
 */
export const visitor: Access<UserPrincipal | undefined> = {
  kind: "visitor",
  scope: null,
  admit: async (context, knock) => await visitorOf(context, knock),
}

/** Somebody who signed in with a browser. */
export const signedIn: Access<UserPrincipal> = {
  kind: "signedIn",
  scope: null,
  async admit(context, knock) {
    const principal = await sessionOf(context, knock)
    if (principal === undefined) throw new Refusal("UNAUTHENTICATED", "This page is for people who signed in.")
    return principal
  },
}

/** Somebody who signed in with a browser and has that role in moderation or a higher one. To others there is nothing. */
export const moderating = (minimum: ModerationRole): Access<UserPrincipal> => ({
  kind: "signedIn",
  scope: null,
  minimum,
  async admit(context, knock) {
    const principal = await signedIn.admit(context, knock)
    await requireModerator(context, principal, minimum)
    return principal
  },
})

/** Who looks at a page; undefined for anybody who is not signed in, for whatever reason. */
export async function visitorOf(context: AppContext, knock: Pick<Knock, "header">): Promise<UserPrincipal | undefined> {
  try {
    return await sessionOf(context, knock)
  } catch (error) {
    if (error instanceof Refusal) return undefined
    throw error
  }
}

async function sessionOf(context: AppContext, knock: Pick<Knock, "header">): Promise<UserPrincipal | undefined> {
  const secret = sessionIn(context.settings.publicUrl, knock.header("cookie"))
  return secret === undefined ? undefined : await authenticateWebSession(context, secret)
}

/** A person whose credential has the scope; without one named, any valid credential will do. */
export const user = (scope: Scope | null): Access<UserPrincipal> => ({
  kind: "user",
  scope,
  admit: async (context, knock) => {
    const principal = await authenticateUser(context, bearer(knock), knock.requestId)
    if (scope !== null) requireScope(principal, scope)
    return principal
  },
})

/** As {@link anyone}, and to a run its own listing whatever its status. */
export const anyoneOrRun: Access<Publishing | undefined> = {
  ...anyone,
  runs: true,
  admit: async (context, knock) => {
    const secret = knock.header("authorization") === undefined ? undefined : bearer(knock)
    return secret !== undefined && isCiToken(secret)
      ? await authenticateCi(context, secret)
      : await anyone.admit(context, knock)
  },
}

/** As {@link user}, or a run that was let in; what of the listing it may touch is the verb's to say. */
export const userOrRun = (scope: Scope): Access<Publishing> => ({
  ...user(scope),
  runs: true,
  admit: async (context, knock) => {
    const secret = bearer(knock)
    return isCiToken(secret) ? await authenticateCi(context, secret) : await user(scope).admit(context, knock)
  },
})

/** Whose idempotency keys they are: a person's, or one token's of a run. */
export const callerId = (caller: Publishing): string =>
  caller.kind === "ci" ? caller.token.ciTokenId : caller.user.userId

/** A run with a token of its own. */
export const run: Access<CiPrincipal> = {
  kind: "run",
  scope: null,
  admit: async (context, knock) => {
    const secret = bearer(knock)
    if (isCiToken(secret)) return await authenticateCi(context, secret)
    throw new Refusal("UNAUTHENTICATED", "This is for runs of a CI with a token of their own.")
  },
}

/**
 * A moderator of that role or a higher one, with the scope `moderation`. To a person without the role there is no such
 * address. Reading and writing one address are two routes, and each names its own minimum.
 */
export const moderator = (minimum: ModerationRole): Access<UserPrincipal> => ({
  kind: "moderator",
  scope: "moderation",
  minimum,
  admit: async (context, knock) => {
    const principal = await authenticateUser(context, bearer(knock), knock.requestId)
    await requireModerator(context, principal, minimum)
    requireScope(principal, "moderation")
    return principal
  },
})

/** A target system with its own credential: its secret, or a signature of this request. */
export const target: Access<TargetPrincipal> = {
  kind: "target",
  scope: null,
  admit: async (context, knock) => await authenticateTarget(context, bearer(knock), knock),
  confirm: async (context, principal) => await confirmTarget(context, principal),
}

const bearerHeader = /^Bearer ([\x21-\x7e]+)$/i

function bearer(knock: Pick<Knock, "header">): string {
  const credential = bearerHeader.exec(knock.header("authorization") ?? "")?.[1]
  if (credential === undefined || credential.length > limits.accessTokenBytesMax) {
    throw new Refusal("UNAUTHENTICATED", "This request needs an Authorization header of the form Bearer <token>.")
  }
  return credential
}
