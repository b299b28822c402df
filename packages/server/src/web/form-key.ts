import { canonicalJson, type Json } from "@fleetprompt/sdk/contracts"
import * as z from "zod"
import type { AppContext } from "../domain/context.ts"
import type { IdempotencyClaim } from "../domain/idempotency/once.ts"
import type { UserPrincipal } from "../domain/identity/user.ts"

/** Names a form apart from every other, so that sending it twice does its work once. */
export const formKey = z.string().regex(/^[A-Za-z0-9_.:-]{16,128}$/)

/** A key for a form that is about to be shown. */
export const newFormKey = (context: AppContext): string => context.newId("request")

/** What makes a form that is sent twice one: who sent it, where, its key, and what it said. */
export const claimOf = (
  context: AppContext,
  caller: UserPrincipal,
  route: string,
  key: string,
  said: unknown,
): IdempotencyClaim => ({
  principalId: caller.user.userId,
  route,
  key,
  fingerprint: context.secrets.hash(canonicalJson(said as Json)),
})
