import {
  checkCiTokenRequest,
  checkedCiToken,
  type EndedCiToken,
  endedCiToken,
  type ExchangedToken,
  exchangedToken,
  exchangeRequest,
} from "@fleetprompt/sdk/contracts"
import type { AppContext } from "../../domain/context.ts"
import { checkCiToken } from "../../domain/trusted-publishing/check.ts"
import { exchangeCiToken } from "../../domain/trusted-publishing/exchange.ts"
import { revokeCiToken } from "../../domain/trusted-publishing/revoke-token.ts"
import { anyone, run } from "../access.ts"
import { ok } from "../reply.ts"
import { route } from "../route.ts"

/** How a run of a CI gets a credential for one release, with no secret of ours anywhere. */
export const trustedPublishingRoutes = (context: AppContext) => [
  route({
    method: "POST",
    path: "/v1/trusted-publishing/exchange",
    name: "trustedPublishing.exchange",
    summary: "Exchange a CI's own token for one that publishes one release",
    replies: { 200: exchangedToken },
    access: anyone,
    limit: "exchange",
    body: exchangeRequest,
    async handle({ requestId, body: { listing: slug, ...rest } }) {
      const { token, secret } = await exchangeCiToken(context, { ...rest, slug, requestId })
      const { expiresAtMs, trustedPublisherId } = token
      const reply: ExchangedToken = { token: secret, expiresAtMs, trustedPublisherId }
      return ok(reply)
    },
  }),
  route({
    method: "POST",
    path: "/v1/trusted-publishing/check",
    name: "trustedPublishing.check",
    summary: "Hold a CI's own token against a listing's trusted publishers",
    replies: { 200: checkedCiToken },
    access: anyone,
    limit: "exchange",
    body: checkCiTokenRequest,
    handle: async ({ body: { oidcToken, listing: slug } }) => ok(await checkCiToken(context, { oidcToken, slug })),
  }),
  route({
    method: "DELETE",
    path: "/v1/trusted-publishing/token",
    name: "trustedPublishing.revoke",
    summary: "End the token of a run that asks",
    replies: { 200: endedCiToken },
    access: run,
    async handle({ caller, requestId }) {
      const reply: EndedCiToken = { revokedAtMs: await revokeCiToken(context, { caller, requestId }) }
      return ok(reply)
    },
  }),
]
