import * as z from "zod"
import { idOf, timestampMs } from "./ids.ts"
import { limits } from "./limits.ts"
import { assetKinds } from "./listings.ts"
import { openEnum } from "./open-enum.ts"
import { systemVersions, target, targetName, targetSystems } from "./targets.ts"

/** How a target proves which deployment it is. One way for each target. */
export const targetAuthentications = ["key", "secret"] as const
export type TargetAuthentication = (typeof targetAuthentications)[number]

/**
 * A public key that checks a target's signed requests: P-256 for ES256, Ed25519 for EdDSA (RFC 7518 §6.2, RFC 8037 §2).
 * Private members are refused: a private key has no business here.
 */
export const targetPublicKey = z.discriminatedUnion("kty", [
  z.strictObject({
    kty: z.literal("EC"),
    crv: z.literal("P-256"),
    x: z.string().regex(/^[0-9A-Za-z_-]{43}$/),
    y: z.string().regex(/^[0-9A-Za-z_-]{43}$/),
    kid: z.string().max(128).exactOptional(),
    alg: z.literal("ES256").exactOptional(),
    use: z.literal("sig").exactOptional(),
  }),
  z.strictObject({
    kty: z.literal("OKP"),
    crv: z.literal("Ed25519"),
    x: z.string().regex(/^[0-9A-Za-z_-]{43}$/),
    kid: z.string().max(128).exactOptional(),
    alg: z.literal("EdDSA").exactOptional(),
    use: z.literal("sig").exactOptional(),
  }),
])
export type TargetPublicKey = z.infer<typeof targetPublicKey>

/** What an admin may set of a target. */
const targetSettingsFields = {
  landingUrl: z.string().min(1).max(limits.urlLengthMax),
  /** Without them, the kinds its system imports. */
  assetKinds: z.array(z.enum(assetKinds)).min(1).max(assetKinds.length).exactOptional(),
  tokenTtlMsMax: z.int().min(limits.installTokenTtlMsMin).max(limits.installTokenTtlMsMax).exactOptional(),
  /** Off only for a target that knows no shared identity: it lets a stranger's link be redeemed. */
  requireBuyerMatch: z.boolean().exactOptional(),
  isDefault: z.boolean().exactOptional(),
}

/** Body of `POST /v1/targets`. With `publicKey` the target signs its requests, without it gets a secret. */
export const registerTargetRequest = z.strictObject({
  name: targetName,
  targetSystem: z.enum(targetSystems),
  ...targetSettingsFields,
  publicKey: targetPublicKey.exactOptional(),
})
export type RegisterTargetRequest = z.input<typeof registerTargetRequest>

/** Body of `PATCH /v1/targets/{name}`; needs `If-Match`. */
export const updateTargetRequest = z.strictObject({
  ...targetSettingsFields,
  landingUrl: targetSettingsFields.landingUrl.exactOptional(),
  authentication: z.enum(targetAuthentications).exactOptional(),
})
export type UpdateTargetRequest = z.input<typeof updateTargetRequest>

/** One of a target's live or former credentials. No secret, no hash of one. */
export const targetCredential = z.object({
  credentialId: idOf("targetCredential"),
  kind: openEnum(targetAuthentications),
  /** RFC 7638 SHA-256 thumbprint of the public key, the `kid` of its requests; null for a secret. */
  kid: z.string().nullable(),
  createdAtMs: timestampMs,
  /** When it ends by itself, for the one that is being replaced. */
  expiresAtMs: timestampMs.nullable(),
  revokedAtMs: timestampMs.nullable(),
  /** Rounded down to the hour. */
  lastUsedAtMs: timestampMs.nullable(),
})
export type TargetCredential = z.infer<typeof targetCredential>

/** A target as moderators see it. */
export const targetSettings = target.extend({
  tokenTtlMsMax: z.int(),
  requireBuyerMatch: z.boolean(),
  authentication: openEnum(targetAuthentications),
  disabledAtMs: timestampMs.nullable(),
  createdAtMs: timestampMs,
  credentials: z.array(targetCredential),
})
export type TargetSettings = z.infer<typeof targetSettings>

/** Reply of `GET /v1/targets/settings`: the disabled ones as well. */
export const targetSettingsList = z.object({ data: z.array(targetSettings) })

/** Reply of `POST /v1/targets`. `secret` is shown this once; null where the target signs. */
export const registeredTarget = z.object({ target: targetSettings, secret: z.string().nullable() })
export type RegisteredTarget = z.infer<typeof registeredTarget>

/**
 * Body of `POST /v1/targets/{name}/credentials`: the second live one, for a rotation. The first then ends after
 * `overlapMs`, a week unless said.
 */
export const addTargetCredentialRequest = z.strictObject({
  publicKey: targetPublicKey.exactOptional(),
  overlapMs: z
    .int()
    .min(0)
    .max(90 * 86_400_000)
    .exactOptional(),
})
export type AddTargetCredentialRequest = z.input<typeof addTargetCredentialRequest>

/** Reply of `POST /v1/targets/{name}/credentials`. */
export const addedTargetCredential = z.object({ credential: targetCredential, secret: z.string().nullable() })
export type AddedTargetCredential = z.infer<typeof addedTargetCredential>

/** Reply of `GET /v1/targets/self`: what the registry knows of the calling target, without other credentials. */
export const targetSelf = target.extend({
  issuer: z.string(),
  tokenTtlMsMax: z.int(),
  requireBuyerMatch: z.boolean(),
  credential: targetCredential,
})
export type TargetSelf = z.infer<typeof targetSelf>

/** Body of `PUT /v1/targets/self/versions`. */
export const setSystemVersionsRequest = z.strictObject({ systemVersions })
export type SetSystemVersionsRequest = z.input<typeof setSystemVersionsRequest>
