import type { InstallOutcome } from "../../outcome.ts"
import type { RedeemReply } from "../../redemption.ts"
import { cancel, issue, type IssuedInstall, reissue, type Wish } from "./buyer.ts"
import type { ReceivedCall } from "./calls.ts"
import { type Clock, createClock } from "./clock.ts"
import { createFaults, type Fault } from "./faults.ts"
import { newSigningKey } from "./keys.ts"
import { type CancelReason, type Intent, statusAt, type Target, type World } from "./records.ts"
import { spend } from "./redeem.ts"
import { addCredential, register, revokeCredential, type IssuedCredential, type TargetDescription } from "./register.ts"
import type { RouteName } from "./routes.ts"
import { listen } from "./serve.ts"
import { cancelOpen, publish, type ReleaseDescription, restore, revoke, suspend } from "./shelf.ts"

/** How a registry of a test is set up. */
export interface FakeRegistryOptions {
  /** Loopback port. Default: a free one. */
  port?: number | undefined
  /** The clock it follows, in milliseconds since 1970. Default: `Date.now`. */
  now?: (() => number) | undefined
}

/** A registered target. What `credential` holds goes to `createRedeemer`. */
export interface FakeTarget {
  readonly targetId: string
  readonly name: string
  readonly credential: IssuedCredential
  /** Another credential beside the first, for a rotation. */
  addCredential(): IssuedCredential
  revokeCredential(credential: IssuedCredential): void
  setLandingUrl(url: string): void
  /** Turned off, it answers TARGET_DISABLED, and its open installs are canceled. */
  disable(): void
  enable(): void
}

/** An install as the registry sees it. */
export interface InstallState {
  readonly status: "token_issued" | "redeemed" | "expired" | "canceled"
  readonly cancelReason: CancelReason | null
  readonly failedAttempts: number
  readonly redemptionId: string | null
  readonly outcome: InstallOutcome | null
  readonly outcomeCode: string | null
  readonly targetInstallRef: string | null
}

/** What is asked for: as a {@link Wish}, the target by its name. */
export type InstallWish = Omit<Wish, "target"> & {
  /** Default: the first that was registered. */
  readonly target?: string | undefined
}

/** A registry in this process, on loopback: the real tokens, states and answers, a clock and faults at hand. */
export interface FakeRegistry {
  /** Its address, which is also the issuer its links name (`fp_iss`). */
  readonly url: string
  readonly clock: Clock
  /** What it received since it started or the log was emptied, oldest first. */
  readonly calls: ReceivedCall[]
  registerTarget(description?: TargetDescription): FakeTarget
  publish(release: ReleaseDescription): { releaseId: string; digest: string }
  /** Starts an install and gives its token. @throws RegistryRefusal where the real registry would refuse. */
  issue(wish: InstallWish): IssuedInstall
  /** Another token; the one before is dead at once. @throws RegistryRefusal. */
  reissue(installIntentId: string, ttlMs?: number): IssuedInstall
  cancel(installIntentId: string): void
  /** Ends the token's time now. */
  expire(installIntentId: string): void
  /** Redeems it behind the target's back, under a redemptionId the target does not know. @throws RegistryRefusal. */
  spend(installIntentId: string): RedeemReply
  revokeRelease(listing: string, version?: string): void
  suspendListing(listing: string): void
  restoreListing(listing: string): void
  install(installIntentId: string): InstallState
  /** Makes the next `times` requests to a route go wrong; after the faults that are waiting already. */
  fault(route: RouteName, fault: Fault, times?: number): void
  clearFaults(): void
  /** Is awaited with every request to a route, before it is acted on. Returns what ends that. */
  before(route: RouteName, listener: (call: ReceivedCall) => void | Promise<void>): () => void
  close(): Promise<void>
}

/** Starts a registry for tests. It holds everything in memory and speaks as the real one does. */
export async function fakeRegistry({ port = 0, now = Date.now }: FakeRegistryOptions = {}): Promise<FakeRegistry> {
  const world = newWorld(now)
  const faults = createFaults()
  const calls: ReceivedCall[] = []
  const listeners = new Set<{ route: RouteName; listener: (call: ReceivedCall) => void | Promise<void> }>()
  const before = async (call: ReceivedCall) => {
    for (const { route, listener } of listeners) if (route === call.route) await listener(call)
  }
  const server = await listen({ world, faults, calls, before }, port)
  world.url = server.url
  return {
    url: server.url,
    clock: world.clock,
    calls,
    ...controlsOf(world),
    fault: (route, fault, times = 1) => faults.add(route, fault, times),
    clearFaults: () => faults.clear(),
    before(route, listener) {
      const entry = { route, listener }
      listeners.add(entry)
      return () => void listeners.delete(entry)
    },
    close: () => server.close(),
  }
}

const newWorld = (now: () => number): World => ({
  url: "",
  clock: createClock(now),
  signingKey: newSigningKey(),
  listings: new Map(),
  releases: new Map(),
  targets: new Map(),
  intents: new Map(),
  handoffs: new Map(),
  revocations: [],
  assertionIds: new Set(),
})

/** What buyers, publishers and operators do. */
function controlsOf(world: World) {
  return {
    registerTarget: (description: TargetDescription = {}) => handleOf(world, register(world, description)),
    publish(release: ReleaseDescription) {
      const { releaseId, digest } = publish(world, release)
      return { releaseId, digest }
    },
    issue: ({ target, ...wish }: InstallWish) => issue(world, { ...wish, target: targetNamed(world, target) }),
    reissue: (id: string, ttlMs?: number) => reissue(world, intentOf(world, id), ttlMs),
    cancel: (id: string) => cancel(world, intentOf(world, id)),
    expire(id: string) {
      intentOf(world, id).expiresAtMs = world.clock.nowMs()
    },
    spend: (id: string) => spend(world, intentOf(world, id)),
    revokeRelease: (listing: string, version?: string) => revoke(world, listing, version),
    suspendListing: (listing: string) => suspend(world, listing),
    restoreListing: (listing: string) => restore(world, listing),
    install: (id: string) => stateOf(intentOf(world, id), world.clock.nowMs()),
  }
}

function handleOf(world: World, { target, credential }: ReturnType<typeof register>): FakeTarget {
  const { targetId, name } = target
  return {
    targetId,
    name,
    credential,
    addCredential: () => addCredential(world, target),
    revokeCredential: (old) => revokeCredential(target, old),
    setLandingUrl(url) {
      target.landingUrl = url
    },
    disable() {
      target.disabled = true
      cancelOpen(world, "target_disabled", (intent) => intent.target === target)
    },
    enable() {
      target.disabled = false
    },
  }
}

function targetNamed({ targets }: World, name: string | undefined): Target {
  const target = [...targets.values()].find((each) => name === undefined || each.name === name)
  if (!target) throw new Error(name === undefined ? "No target is registered." : `There is no target ${name}.`)
  return target
}

function intentOf({ intents }: World, installIntentId: string): Intent {
  const intent = intents.get(installIntentId)
  if (!intent) throw new Error(`There is no install ${installIntentId}.`)
  return intent
}

const stateOf = (intent: Intent, nowMs: number): InstallState => ({
  status: statusAt(intent, nowMs),
  cancelReason: intent.cancelReason,
  failedAttempts: intent.failedAttempts,
  redemptionId: intent.redemption?.redemptionId ?? null,
  outcome: intent.outcome,
  outcomeCode: intent.outcomeCode,
  targetInstallRef: intent.targetInstallRef,
})
