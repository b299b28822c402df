import { newTargetKey, type PrivateJwk } from "./keys.ts"
import { hashOf, newCredential, newId } from "./mint.ts"
import type { Credential, Target, World } from "./records.ts"

/** A deployment to register. */
export interface TargetDescription {
  /** Default: `whs`. */
  readonly name?: string | undefined
  /** Default: `whs`. */
  readonly targetSystem?: string | undefined
  /** Where installs land. Default: an address nobody answers at. */
  readonly landingUrl?: string | undefined
  /** How it proves who it is. Default: `secret`. */
  readonly authentication?: "secret" | "key" | undefined
  /** Default: true. */
  readonly requireBuyerMatch?: boolean | undefined
}

/** What a target proves itself with, as `createRedeemer` takes it. */
export type IssuedCredential = { secret: string } | { targetId: string; keys: PrivateJwk[] }

/** Registers a deployment. @throws Error where the name is taken. */
export function register(world: World, described: TargetDescription): { target: Target; credential: IssuedCredential } {
  const { name = "whs", targetSystem = "whs", authentication = "secret", requireBuyerMatch = true } = described
  if ([...world.targets.values()].some((each) => each.name === name))
    throw new Error(`A target named ${name} is already registered.`)
  const target: Target = {
    targetId: newId("tgt"),
    name,
    targetSystem,
    authentication,
    credentials: [],
    landingUrl: described.landingUrl ?? `https://${name}.example/fleetprompt/install`,
    requireBuyerMatch,
    disabled: false,
    systemVersions: {},
  }
  world.targets.set(target.targetId, target)
  return { target, credential: addCredential(world, target) }
}

/** Gives a target another credential of its kind, beside the ones it has. */
export function addCredential({ clock }: World, target: Target): IssuedCredential {
  const common = { credentialId: newId("tcr"), createdAtMs: clock.nowMs(), revoked: false }
  if (target.authentication === "secret") {
    const secret = newCredential("fpts")
    target.credentials.push({ ...common, kind: "secret", secretHash: hashOf(secret) })
    return { secret }
  }
  const { kid, publicKey, privateJwk } = newTargetKey()
  target.credentials.push({ ...common, kind: "key", kid, publicKey })
  return { targetId: target.targetId, keys: [privateJwk] }
}

/** Ends a credential at once. */
export function revokeCredential(target: Target, credential: IssuedCredential): void {
  const isIt = (each: Credential) =>
    "secret" in credential
      ? each.kind === "secret" && each.secretHash === hashOf(credential.secret)
      : each.kind === "key" && credential.keys.some(({ kid }) => kid === each.kid)
  for (const each of target.credentials) if (isIt(each)) each.revoked = true
}
