import { whoami } from "@fleetprompt/sdk/contracts"
import type { Whoami } from "@fleetprompt/sdk/contracts"
import type { AppContext } from "../../domain/context.ts"
import type { UserPrincipal } from "../../domain/identity/user.ts"
import { user } from "../access.ts"
import { ok } from "../reply.ts"
import { route } from "../route.ts"

const nameOf = (credential: UserPrincipal["credential"]): string | null => {
  if (credential.kind === "personal_token") return credential.token.name
  return credential.kind === "cli_session" ? credential.session.clientName : null
}

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
          name: nameOf(credential),
          scopes: [...credential.scopes],
          expiresAtMs: credential.expiresAtMs,
        },
        publishers: await context.store.read.publishers.membershipsOf(person.userId),
      }
      return ok(body)
    },
  }),
]
