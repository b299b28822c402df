import { fields, optional, readBody, rules, text } from "./body.ts"
import type { Request } from "./handler.ts"
import { newId } from "./mint.ts"
import type { Handoff } from "./records.ts"

const ttlMs = 600_000

const handoffBody = fields({
  codeChallenge: text(/^[0-9A-Za-z_-]{43}$/, "must be a SHA-256 in base64url"),
  state: optional(text(/^[0-9A-Za-z._~-]{1,128}$/, "must be letters, digits or . _ ~ -")),
  targetContext: rules.context,
  listing: optional(text(/^[a-z0-9-]+\/[a-z0-9-]+$/, "must be publisher/name")),
  version: optional(text(/^[0-9A-Za-z.+-]{1,64}$/, "must be a version")),
})

/** `POST /v1/handoffs`: a target that has the buyer in front of it asks for an install. */
export function createHandoff({ world, caller, body }: Request): object {
  const asked = readBody(body, handoffBody) as Partial<Handoff> & { codeChallenge: string }
  const handoff: Handoff = {
    handoffId: newId("hof"),
    target: caller.target,
    codeChallenge: asked.codeChallenge,
    state: asked.state ?? null,
    targetContext: asked.targetContext ?? {},
    expiresAtMs: world.clock.nowMs() + ttlMs,
    used: false,
  }
  world.handoffs.set(handoff.handoffId, handoff)
  const { handoffId, expiresAtMs } = handoff
  return { handoffId, startUrl: `${world.url}/install?handoff=${handoffId}`, expiresAtMs }
}
