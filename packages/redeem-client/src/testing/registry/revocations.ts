import { signJws } from "./keys.ts"
import { type FieldIssue, RegistryRefusal } from "./problem.ts"
import type { World } from "./records.ts"

const limitMax = 500

/** `GET /v1/revocations`: a signed page of what was revoked after `after`, oldest first. */
export function listRevocations(world: World, query: URLSearchParams): object {
  const after = Number(query.get("after") ?? 0)
  const limit = Number(query.get("limit") ?? limitMax)
  const issues = [
    ...range(after, "/after", 0, Number.MAX_SAFE_INTEGER),
    ...range(limit, "/limit", 1, limitMax),
    ...[...query.keys()]
      .filter((name) => name !== "after" && name !== "limit")
      .map((name) => ({ pointer: `/${name}`, code: "unknown_key", message: "is not a known field" })),
  ]
  if (issues.length > 0)
    throw new RegistryRefusal("INVALID_REQUEST", "The query has parameters that are unknown or out of range.", issues)
  const rest = world.revocations.filter(({ seq }) => seq > after)
  const entries = rest.slice(0, limit)
  const page = {
    issuer: world.url,
    issuedAtMs: world.clock.nowMs(),
    after,
    nextAfter: entries.at(-1)?.seq ?? after,
    hasMore: rest.length > entries.length,
    entries,
  }
  return { jws: signJws(world.signingKey, "fp-revocations+jws", page) }
}

function range(value: number, pointer: string, min: number, max: number): FieldIssue[] {
  if (!Number.isInteger(value)) return [{ pointer, code: "invalid_type", message: "must be a whole number" }]
  if (value < min) return [{ pointer, code: "too_small", message: `must be at least ${min}` }]
  return value > max ? [{ pointer, code: "too_big", message: `must be at most ${max}` }] : []
}

/** `GET /.well-known/fleetprompt`: what the registry says of itself. */
export const discover = ({ url, signingKey: { kid, publicJwk } }: World): object => ({
  issuer: url,
  apiBase: `${url}/v1`,
  minCliVersion: "0.0.0",
  manifestSchemaUrl: `${url}/schema/manifest-v1.json`,
  signingKeys: [{ kty: "OKP", crv: "Ed25519", alg: "EdDSA", use: "sig", kid, x: publicJwk.x, retiredAtMs: null }],
})
