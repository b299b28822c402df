import { credentialKind, limits } from "@fleetprompt/sdk/contracts"
import type { AppContext } from "../context.ts"
import { Refusal } from "../refusal.ts"
import { claimFault, type SignableRequest, type UnverifiedAssertion } from "./signed-request.ts"
import type { FoundCredential } from "./store.ts"
import { isLive, type TargetPrincipal } from "./target.ts"

/**
 * Turns a target's secret, or its signature of this very request, into the deployment it stands for. Who has proved
 * which target they are is told what is wrong; everybody else is told nothing.
 * @throws Refusal UNAUTHENTICATED, TARGET_KEY_UNKNOWN, TARGET_ASSERTION_INVALID, TARGET_DISABLED.
 */
export async function authenticateTarget(
  context: AppContext,
  credential: string,
  request: SignableRequest,
): Promise<TargetPrincipal> {
  // A JWT begins with its header, `{"`, in base64url; a secret never does.
  const found = credential.startsWith("eyJ")
    ? await checkSignature(context, credential, request)
    : await checkSecret(context, credential)
  context.credentialUses.note({ id: found.credential.credentialId, lastUsedAtMs: found.credential.lastUsedAtMs })
  return { kind: "target", ...found }
}

/**
 * Looks once more whether a target that was admitted would still be: time may have passed since.
 * @throws Refusal UNAUTHENTICATED, TARGET_DISABLED.
 */
export async function confirmTarget(
  context: AppContext,
  { credential: { targetId, kid, secretHash } }: FoundCredential,
): Promise<TargetPrincipal> {
  const { targets } = context.store.read
  const found =
    kid === null ? await targets.findBySecretHash(String(secretHash)) : await targets.findByKey(targetId, kid)
  if (found === undefined || !isLive(found.credential, context.nowMs())) throw noTarget()
  requireAdmitted(found)
  return { kind: "target", ...found }
}

const noTarget = (): Refusal =>
  new Refusal("UNAUTHENTICATED", "The credential is not a live one of a target of this registry.")

async function checkSecret(context: AppContext, secret: string): Promise<FoundCredential> {
  if (credentialKind(secret) !== "targetSecret") throw noTarget()
  const found = await context.store.read.targets.findBySecretHash(context.secrets.hash(secret))
  if (found === undefined || !isLive(found.credential, context.nowMs())) throw noTarget()
  requireAdmitted(found)
  return found
}

async function checkSignature(context: AppContext, token: string, request: SignableRequest): Promise<FoundCredential> {
  const assertion = context.signatures.read(token)
  if (assertion === undefined) throw noTarget()
  const admittedAtMs = context.nowMs()
  const found = await findKey(context, assertion)
  const { target, credential } = found
  const { publicKey } = credential
  if (publicKey === null || !(await context.signatures.isSignedBy(token, publicKey))) throw noTarget()
  requireAdmitted(found)
  const fault = claimFault(assertion.claims, {
    targetId: target.targetId,
    method: request.method,
    url: `${context.settings.publicUrl}${request.path}`,
    audience: context.settings.publicUrl,
    nowMs: context.nowMs(),
  })
  if (fault !== undefined) throw new Refusal("TARGET_ASSERTION_INVALID", fault)
  await requireSameBody(context, assertion, request)
  // The body may have taken its time, and the key may be gone by now.
  if (context.nowMs() - admittedAtMs > limits.admissionMsMax) await confirmTarget(context, found)
  await requireFirstTime(context, target.targetId, assertion)
  return found
}

/** Whoever has no live key hears the same, whether target or key are unknown, revoked or over. */
async function findKey(context: AppContext, { kid, claims }: UnverifiedAssertion): Promise<FoundCredential> {
  const { sub } = claims
  const found = typeof sub === "string" ? await context.store.read.targets.findByKey(sub, kid) : undefined
  if (found !== undefined && isLive(found.credential, context.nowMs())) return found
  throw new Refusal("TARGET_KEY_UNKNOWN", "There is no live key of that target with this thumbprint.")
}

/** What is only told to a target that has proved itself. */
function requireAdmitted({ target, credential }: FoundCredential): void {
  if (target.authentication !== credential.kind) {
    const way = target.authentication === "key" ? "signs its requests" : "shows its secret"
    throw new Refusal("UNAUTHENTICATED", `This target ${way}; no other way admits it.`)
  }
  if (target.disabledAtMs !== null) throw new Refusal("TARGET_DISABLED", `The target ${target.name} is disabled.`)
}

/** Only for who signed is a body read before the route asks for it. */
async function requireSameBody(
  context: AppContext,
  { claims }: UnverifiedAssertion,
  request: SignableRequest,
): Promise<void> {
  const digest = context.signatures.digest(await request.readBody())
  if (context.secrets.equal(digest, String(claims["bh"]))) return
  throw new Refusal("TARGET_ASSERTION_INVALID", "`bh` is not the SHA-256 of this body.")
}

/** Remembered only now that the signature holds: else anybody could use up what a target is about to send. */
async function requireFirstTime(context: AppContext, targetId: string, { claims }: UnverifiedAssertion): Promise<void> {
  const expiresAtMs = Math.ceil(Number(claims["exp"]) * 1_000) + limits.targetAssertionSkewMs
  const isNew = await context.store.transaction((tx) =>
    tx.targets.rememberAssertion(targetId, String(claims["jti"]), expiresAtMs),
  )
  if (!isNew) throw new Refusal("TARGET_ASSERTION_INVALID", "`jti` was used before; every request needs its own.")
}
