import { whoami } from "@fleetprompt/sdk/contracts"
import type { Whoami } from "@fleetprompt/sdk/contracts"
import type { AppContext } from "../../domain/context.ts"
import { user } from "../access.ts"
import { ok } from "../reply.ts"
import { route } from "../route.ts"

export const identityRoutes = (context: AppContext) => [
  route({
    method: "GET",
    path: "/v1/whoami",
    name: "identity.whoami",
    summary: "Tell whom the credential speaks for",
    replies: { 200: whoami },
    access: user(null),
    async handle({ caller: { user: person, credential } }) {
      const body: Whoami = {
        userId: person.userId,
        iss: person.iss,
        sub: person.sub,
        credential: {
          kind: credential.kind,
          tokenId: credential.kind === "personal_token" ? credential.token.tokenId : null,
          name: credential.kind === "personal_token" ? credential.token.name : null,
          scopes: [...credential.scopes],
          expiresAtMs: credential.expiresAtMs,
        },
        publishers: await context.store.read.publishers.membershipsOf(person.userId),
      }
      return ok(body)
    },
  }),
]
