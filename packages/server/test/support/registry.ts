import { type ModerationRole, scopes, type Scope } from "@fleetprompt/sdk/contracts"
import type { Hono } from "hono"
import { createApp, routesOf } from "../../src/app.ts"
import { operator } from "../../src/domain/audit/audit.ts"
import type { AppContext, Log } from "../../src/domain/context.ts"
import { createToken } from "../../src/domain/identity/create-token.ts"
import {
  collectCredentialUses,
  collectSessionUses,
  collectTokenUses,
  collectWebSessionUses,
} from "../../src/domain/identity/uses.ts"
import { collectViews } from "../../src/domain/metrics/view-counts.ts"
import { setModerationRole } from "../../src/domain/moderation/set-role.ts"
import { createRateLimiter } from "../../src/domain/rate-limits/limiter.ts"
import { localCounter } from "../../src/domain/rate-limits/local-counter.ts"
import { operatorClaim } from "../../src/domain/idempotency/operator-claim.ts"
import { targetSecretOf } from "../../src/domain/targets/add-credential.ts"
import { registerTarget } from "../../src/domain/targets/register.ts"
import { openApiDocument } from "../../src/http/openapi/document.ts"
import type { Route } from "../../src/http/route.ts"
import { newId } from "../../src/ids.ts"
import { createImageCodec } from "../../src/image-codec.ts"
import { createInstallWaits } from "../../src/install-waits.ts"
import { requestSignatures } from "../../src/request-signatures.ts"
import { createSecrets } from "../../src/secrets.ts"
import { createSigner } from "../../src/signing.ts"
import { Caller } from "./caller.ts"
import { type Clock, createClock, days } from "./clock.ts"
import type { Engine } from "./engines.ts"
import { type Description, replyChecker } from "./reply-checker.ts"
import { trustingCi } from "./trusting-ci.ts"
import { refuseCredentials, refuseLoggedCredentials } from "./sweep.ts"

export const issuer = "https://id.example"
const serverKey = "a-server-key-for-tests-of-40-characters"

/** A whole registry on a real engine, without a port. */
export interface TestRegistry {
  readonly app: Hono
  readonly context: AppContext
  readonly clock: Clock
  /** Everything that was logged. */
  readonly logged: { fields: Record<string, unknown>; message: string }[]
  readonly anonymous: Caller
  /** Somebody with every scope, or with the ones named. The same name is the same person. */
  as(name: string, allowed?: readonly Scope[]): Promise<Caller>
  /** Somebody with every scope and a role in moderation. */
  moderator(name: string, role: ModerationRole): Promise<Caller>
  /** A registered WHS target of that name, made on first use. */
  target(name: string): Promise<Caller>
  rawSql(sql: string): Promise<unknown[]>
  close(): Promise<void>
}

export async function openRegistry(
  engine: Engine,
  settings: Partial<AppContext["settings"]> = {},
  parts: (standard: AppContext) => Partial<AppContext> = () => ({}),
  clock = createClock(),
): Promise<TestRegistry> {
  const database = await engine.open()
  const logged: TestRegistry["logged"] = []
  const counter = localCounter(clock.nowMs)
  const standard: AppContext = {
    store: database.store,
    secrets: createSecrets(serverKey),
    images: createImageCodec(),
    settings: { publicUrl: "https://registry.example", publishersPerUserMax: 3, trustedProxies: 0, ...settings },
    log: logInto(logged),
    accessTokens: undefined,
    signInProvider: undefined,
    ciTokens: trustingCi(clock.nowMs),
    tokenUses: collectTokenUses(clock.nowMs),
    sessionUses: collectSessionUses(clock.nowMs),
    webSessionUses: collectWebSessionUses(clock.nowMs),
    credentialUses: collectCredentialUses(clock.nowMs),
    signatures: requestSignatures,
    signer: createSigner(serverKey),
    installWaits: createInstallWaits(clock.setTimer),
    viewCounts: collectViews(clock.nowMs),
    // Room for everything a suite does at one moment of its clock.
    rateLimiter: createRateLimiter({ nowMs: clock.nowMs, scale: 10_000, local: counter, shared: counter }),
    nowMs: clock.nowMs,
    newId,
  }
  const context = { ...standard, ...parts(standard) }
  const app = checkedApp(context)
  const targets = new Map<string, Promise<Caller>>()
  return {
    app,
    context,
    clock,
    logged,
    anonymous: new Caller(app, undefined),
    as: async (name, allowed = scopes) => new Caller(app, await personalToken(context, name, allowed)),
    async moderator(name, role) {
      const caller = new Caller(app, await personalToken(context, name, scopes))
      await setModerationRole(context, { actor: operator, userId: await caller.userId(), role })
      return caller
    },
    target(name) {
      const known = targets.get(name) ?? addTarget(app, context, name)
      targets.set(name, known)
      return known
    },
    rawSql: database.rawSql,
    async close() {
      await database.drop()
      refuseLoggedCredentials(logged)
    },
  }
}

/** The app, with every reply held to its description before the test sees it. */
function checkedApp(context: AppContext): Hono {
  const routes = routesOf(context)
  const app = createApp(context, routes)
  const check = checkerOf(routes, context.settings.publicUrl)
  const isPage = addressesOfPages(routes)
  const answer = app.fetch
  app.fetch = async (request, ...rest) => {
    const response = await answer(request, ...rest)
    const { status, headers } = response
    const contentType = headers.get("content-type")
    const text = contentType?.startsWith("image/") ? "" : await response.clone().text()
    const path = new URL(request.url).pathname
    // What people see is described nowhere, and must show no credential all the same.
    const isSeen = contentType?.startsWith("text/html") || isPage(path)
    if (isSeen && isShownOnce(request.method, path, response)) return response
    if (isSeen) refuseCredentials("a page", text)
    else check({ method: request.method, path, status, contentType, text })
    return response
  }
  return app
}

const checkers = new Map<string, ReturnType<typeof replyChecker>>()

/** One for all registries of a worker that have the same routes: to describe them and to compile that takes a while. */
function checkerOf(routes: readonly Route[], publicUrl: string): ReturnType<typeof replyChecker> {
  const key = [publicUrl, ...routes.map(({ method, path }) => `${method} ${path}`)].join("\n")
  const known = checkers.get(key)
  const checker = known ?? replyChecker(openApiDocument(routes, publicUrl) as unknown as Description)
  if (known === undefined) checkers.set(key, checker)
  return checker
}

/** The pages that show a credential: the replies to the forms that made it, which nobody may keep. */
const isShownOnce = (method: string, path: string, { status, headers }: Response): boolean =>
  /^POST \/(console\/tokens|admin\/(new-target|targets\/[^/]+\/credentials))$/.test(`${method} ${path}`) &&
  status === 201 &&
  headers.get("cache-control") === "no-store"

/** Tells the addresses of pages from all others. */
function addressesOfPages(routes: readonly Route[]): (path: string) => boolean {
  const pages = routes.filter(({ kind }) => kind === "page")
  const patterns = pages.map(({ path }) => new RegExp(`^${path.replaceAll(/:\w+/g, "[^/]+")}$`))
  return (path) => patterns.some((pattern) => pattern.test(path))
}

async function personalToken(context: AppContext, sub: string, allowed: readonly Scope[]): Promise<string> {
  const command = { iss: issuer, sub, name: "test", scopes: allowed, ttlMs: days(90) }
  return (await createToken(context, operator, command)).secret
}

async function addTarget(app: Hono, context: AppContext, name: string): Promise<Caller> {
  const landingUrl = `https://${name}.example/fleetprompt/install`
  const claim = operatorClaim(context, "target add")
  const command = { actor: operator, claim, name, targetSystem: "whs", landingUrl } as const
  const [credential] = (await registerTarget(context, command)).result.credentials
  return new Caller(app, (credential && targetSecretOf(context, credential, claim)) ?? undefined)
}

function logInto(logged: TestRegistry["logged"]): Log {
  const write = (fields: Record<string, unknown>, message: string) => {
    logged.push({ fields, message })
  }
  return { info: write, warn: write, error: write }
}
