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
  "intent:create",
  "intent:read",
] as const
export type Scope = (typeof scopes)[number]

/** Reply of `GET /v1/whoami`: the caller, the credential in use and the publishers it can act for. */
export const whoami = z.object({
  userId: idOf("user"),
  iss: z.string(),
  sub: z.string(),
  credential: z.object({
    kind: openEnum(["personal_token"]),
    tokenId: idOf("token"),
    name: z.string(),
    scopes: z.array(openEnum(scopes)),
    expiresAtMs: timestampMs,
  }),
  publishers: z.array(membership),
})
export type Whoami = z.infer<typeof whoami>
