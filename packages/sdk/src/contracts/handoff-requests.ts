import * as z from "zod"
import { idOf, timestampMs } from "./ids.ts"
import { targetContext } from "./install-requests.ts"
import { limits } from "./limits.ts"
import { slug } from "./slug.ts"
import { version } from "./version.ts"

/**
 * Body of `POST /v1/handoffs`: a target that already has the buyer in front of it asks for an install. It keeps a
 * random `codeVerifier` in the buyer's session and sends its SHA-256; who redeems must show the verifier (RFC 7636, S256).
 */
export const createHandoffRequest = z.strictObject({
  /** base64url of SHA-256 over the verifier. */
  codeChallenge: z.string().regex(/^[0-9A-Za-z_-]{43}$/, "must be a SHA-256 in base64url"),
  /** Comes back to the landing page untouched, beside the token. */
  state: z
    .string()
    .min(1)
    .max(limits.handoffStateLengthMax)
    .regex(/^[0-9A-Za-z._~-]*$/, "must be letters, digits or . _ ~ -")
    .optional(),
  targetContext: targetContext.default({}),
  /** What the target wants installed; without it the buyer chooses. */
  listing: slug.optional(),
  version: version.optional(),
})
export type CreateHandoffRequest = z.input<typeof createHandoffRequest>

/** Reply of `POST /v1/handoffs`: where to send the buyer's browser. Good for one install, for ten minutes. */
export const createdHandoff = z.object({ handoffId: idOf("handoff"), startUrl: z.string(), expiresAtMs: timestampMs })
export type CreatedHandoff = z.infer<typeof createdHandoff>
