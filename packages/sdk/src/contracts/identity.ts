import * as z from "zod"
import { idOf, timestampMs } from "./ids.ts"
import { openEnum } from "./open-enum.ts"
import { membership } from "./publishers.ts"

/** What a personal token may be allowed to do. */
export const scopes = [
  "publisher:write",
  "listing:read",
  "listing:write",
  "release:publish",
  "release:revoke",
  "intent:create",
  "intent:read",
  "token:manage",
  "audit:read",
  "moderation",
] as const
export type Scope = (typeof scopes)[number]

/** Whether a personal token may be made with a scope. Only who signed in makes tokens: a leaked one must not mint others. */
export const isPersonalTokenScope = (scope: Scope): boolean => scope !== "token:manage"

/** Reply of `GET /v1/whoami`: the caller, the credential in use and the publishers it can act for. */
export const whoami = z.object({
  userId: idOf("user"),
  iss: z.string(),
  sub: z.string(),
  credential: z.object({
    kind: openEnum(["personal_token", "access_token", "cli_session"]),
    /** Null but for a personal token. */
    tokenId: idOf("token").nullable(),
    /** Of a personal token, or of the program a CLI session was given to; an access token has none here. */
    name: z.string().nullable(),
    scopes: z.array(openEnum(scopes)),
    expiresAtMs: timestampMs,
  }),
  publishers: z.array(membership),
})
export type Whoami = z.infer<typeof whoami>
