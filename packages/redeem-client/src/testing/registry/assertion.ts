import { createHash } from "node:crypto"
import { isObject } from "../../shape.ts"
import { verifies } from "./keys.ts"
import { RegistryRefusal } from "./problem.ts"
import type { Credential, Target, World } from "./records.ts"

/** A target that proved which deployment it is, and what with. */
export interface Caller {
  readonly target: Target
  readonly credential: Credential
}

/** What a signed request is bound to. */
export interface SignedFor {
  readonly method: string
  /** Absolute, without query and fragment. */
  readonly url: string
  readonly bytes: Uint8Array
}

const lifetimeSecondsMax = 60
const skewSeconds = 30

/**
 * Checks a request signed by a target: a JWT for this registry, this method, address and body, used once.
 * @throws RegistryRefusal UNAUTHENTICATED where it is no such JWT, TARGET_KEY_UNKNOWN where no live key of that target
 *   made it, TARGET_DISABLED, TARGET_ASSERTION_INVALID with the claim that does not hold.
 */
export function checkAssertion(world: World, jwt: string, request: SignedFor): Caller {
  const [header, payload, signature, ...rest] = jwt.split(".")
  const [head, claims] = [decode(header), decode(payload)]
  if (!head || !claims || signature === undefined || rest.length > 0 || !isKnown(head)) throw malformed()
  const target = world.targets.get(String(claims["sub"]))
  const credential = target?.credentials.find((each) => each.kind === "key" && each.kid === head["kid"])
  if (!target || credential?.kind !== "key" || credential.revoked)
    throw new RegistryRefusal("TARGET_KEY_UNKNOWN", "There is no live key of that target with this thumbprint.")
  const { publicKey } = credential
  const isItsOwn = head["alg"] === (publicKey.asymmetricKeyType === "ec" ? "ES256" : "EdDSA")
  if (!isItsOwn || !verifies(publicKey, `${header}.${payload}`, Buffer.from(signature, "base64url"))) throw malformed()
  requireEnabled(target)
  const fault = claimFault(world, claims, target, request)
  if (fault !== undefined) throw new RegistryRefusal("TARGET_ASSERTION_INVALID", fault)
  // Only once it is known to be the target's own, or anybody could use up its ids.
  const id = `${target.targetId} ${String(claims["jti"])}`
  if (world.assertionIds.has(id))
    throw new RegistryRefusal("TARGET_ASSERTION_INVALID", "`jti` was used before; every request needs its own.")
  world.assertionIds.add(id)
  return { target, credential }
}

/** @throws RegistryRefusal TARGET_DISABLED; only for who has proved to be that target. */
export function requireEnabled({ disabled, name }: Target): void {
  if (disabled) throw new RegistryRefusal("TARGET_DISABLED", `The target ${name} is disabled.`)
}

/** A header with a name we do not know, `jku` or `crit` among them, is malformed. */
const isKnown = (head: Record<string, unknown>): boolean =>
  head["typ"] === "fp-target+jwt" && Object.keys(head).every((name) => ["typ", "alg", "kid"].includes(name))

/** The first claim that does not hold, in words. */
function claimFault(
  world: World,
  claims: Record<string, unknown>,
  { targetId }: Target,
  { method, url, bytes }: SignedFor,
): string | undefined {
  const { iss, sub, aud, iat, exp, jti, htm, htu, bh } = claims
  const nowSeconds = world.clock.nowMs() / 1_000
  if (iss !== sub || sub !== targetId) return "`iss` and `sub` must both be the id of the target."
  if (aud !== world.url) return "`aud` must be the address of this registry, as a single string."
  if (!isSeconds(iat) || !isSeconds(exp)) return "`iat` and `exp` must be times in seconds."
  if (iat > nowSeconds + skewSeconds) return "`iat` is in the future."
  if (exp + skewSeconds <= nowSeconds) return "`exp` is over."
  if (exp <= iat || exp - iat > lifetimeSecondsMax) return "`exp` must be within a minute of `iat`."
  if (typeof jti !== "string" || !/^[0-9A-Za-z_-]{16,64}$/.test(jti))
    return "`jti` must be 16 to 64 letters, digits, _ or -."
  if (htm !== method) return "`htm` must be the method of the request."
  if (htu !== url) return "`htu` must be the address of the request without its query."
  const digest = createHash("sha256").update(bytes).digest("base64url")
  return bh === digest ? undefined : "`bh` must be the SHA-256 of the body in base64url."
}

const isSeconds = (value: unknown): value is number =>
  typeof value === "number" && value >= 0 && value < Number.MAX_SAFE_INTEGER / 1_000

const malformed = () =>
  new RegistryRefusal("UNAUTHENTICATED", "The credential is not a live one of a target of this registry.")

function decode(part: string | undefined): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(part ?? "", "base64url").toString("utf8"))
    return isObject(value) ? value : undefined
  } catch {
    return undefined
  }
}
