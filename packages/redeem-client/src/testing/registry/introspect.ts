import type { Subject } from "../../subject.ts"
import { fields, optional, readBody, rules } from "./body.ts"
import type { Request } from "./handler.ts"
import { hashOf } from "./mint.ts"
import { intentOfToken, statusAt } from "./records.ts"

const introspectBody = fields({ token: rules.token, subject: optional(rules.subject) })

/** `POST /v1/install-intents/introspect`: looks, never consumes. Whatever is not live for this target is inactive. */
export function introspect({ world, caller, body }: Request): object {
  const { token, subject } = readBody(body, introspectBody) as unknown as { token: string; subject?: Subject }
  const intent = intentOfToken(world, hashOf(token))
  const isLive = intent?.target === caller.target && statusAt(intent, world.clock.nowMs()) === "token_issued"
  if (!intent || !isLive) return { active: false }
  const { installIntentId, buyer, release, targetContext, expiresAtMs } = intent
  const { slug, name, assetKind, publisher } = release.listing
  const { handle, displayName, verifiedAtMs } = publisher
  return {
    active: true,
    installIntentId,
    listing: { slug, name, assetKind },
    publisher: { handle, displayName, verifiedAtMs },
    release: { version: release.version, digest: release.digest },
    targetContext,
    expiresAtMs,
    subjectMatches: subject === undefined ? null : subject.iss === buyer.iss && subject.sub === buyer.sub,
  }
}
