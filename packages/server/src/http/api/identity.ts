import type { Whoami } from "@fleetprompt/sdk/contracts"
import type { AppContext } from "../../domain/context.ts"
import { user } from "../access.ts"
import { ok } from "../reply.ts"
import { route } from "../route.ts"

export const identityRoutes = (context: AppContext) => [
  route({
    method: "GET",
    path: "/v1/whoami",
    access: user(null),
    async handle({ caller: { user: person, token } }) {
      const body: Whoami = {
        userId: person.userId,
        iss: person.iss,
        sub: person.sub,
        credential: {
          kind: "personal_token",
          tokenId: token.tokenId,
          name: token.name,
          scopes: [...token.scopes],
          expiresAtMs: token.expiresAtMs,
        },
        publishers: await context.store.read.publishers.membershipsOf(person.userId),
      }
      return ok(body)
    },
  }),
]
