import {
  canonicalJson,
  fieldIssues,
  type Json,
  type Problem,
  type RateLimitAction,
  type RateLimitState,
} from "@fleetprompt/sdk/contracts"
import * as z from "zod"
import type { AppContext } from "../domain/context.ts"
import type { IdempotencyClaim } from "../domain/idempotency/once.ts"
import { notFound, Refusal } from "../domain/refusal.ts"
import type { Access, AnyPrincipal } from "./access.ts"
import { admitForNow, countedAs, countFailure, countUse, type FailureLimit } from "./limit.ts"
import type { Content, ContentRule } from "./read-body.ts"
import type { Reply } from "./reply.ts"

/** A request as the transport saw it: nothing in it has been checked. */
export interface RawRequest {
  readonly requestId: string
  readonly method: string
  /** The path of the address, as it was sent. */
  readonly path: string
  readonly params: Readonly<Record<string, string>>
  readonly query: URLSearchParams
  /** What an unknown caller is counted by. */
  readonly clientNetwork: string
  /** Aborts when the caller is gone. */
  readonly signal: AbortSignal
  header(name: string): string | undefined
  /** The bytes of a body of the usual size, read once however often they are asked for. */
  readBody(): Promise<Uint8Array>
  readJson(): Promise<unknown>
  readContent<MediaType extends string>(rule: ContentRule<MediaType>): Promise<Content<MediaType>>
  /** Puts what is left of a rate limit into the reply, whatever that will be. */
  tellLimit(state: RateLimitState): void
}

/** A request a route can trust: the caller is admitted and every part fits its schema. */
export interface RouteRequest<Principal, Params, Query, Body, MediaType extends string = never> {
  readonly caller: Principal
  readonly requestId: string
  readonly params: Params
  readonly query: Query
  readonly body: Body
  /** The body of a route that takes bytes; empty for every other. */
  readonly content: Content<MediaType>
  readonly clientNetwork: string
  /** Aborts when the caller is gone. */
  readonly signal: AbortSignal
  readonly header: (name: string) => string | undefined
  /** The Idempotency-Key of this caller with the fingerprint of the request. @throws Refusal where it is missing or malformed. */
  readonly claim: (principalId: string) => IdempotencyClaim
}

/** What a route answers with: a schema of its JSON, or the type of what is not JSON. */
export type ReplyBody = z.ZodType | { readonly mediaType: string }

/** How a route is described to those who call it. */
export interface Description {
  /** Noun and verb, as the spec names operations: `listings.search`. */
  readonly name: string
  readonly summary: string
  /** What it answers where it does not refuse, by status. */
  readonly replies: Readonly<Record<number, ReplyBody>>
  /** Whether it takes an Idempotency-Key; absent where it does not look at one. */
  readonly keyed?: "required" | "optional"
  /** Whether its replies carry an ETag that a condition can name. */
  readonly hasEtag?: boolean
}

type Methods = "GET" | "POST" | "PUT" | "PATCH" | "DELETE"

/** One line of the route map: who may call, what they must send, and the verb that answers. */
export interface RouteDefinition<
  Principal,
  Params extends z.ZodType,
  Query extends z.ZodType,
  Body extends z.ZodType,
  MediaType extends string = never,
> extends Description {
  readonly method: Methods
  readonly path: string
  readonly access: Access<Principal>
  /** What a request counts as: a `read` where it is a GET and else a `write`, unless named; null for nothing at all. */
  readonly limit?: RateLimitAction | null
  /** What its refusals count as besides; those of a redemption are always counted. */
  readonly failureLimit?: FailureLimit
  readonly params?: Params
  readonly query?: Query
  readonly body?: Body
  /** For a route that takes bytes instead of JSON. They are no part of an idempotency fingerprint. */
  readonly content?: ContentRule<MediaType>
  handle(request: RouteRequest<Principal, z.output<Params>, z.output<Query>, z.output<Body>, MediaType>): Promise<Reply>
}

/** A route's description with the schemas of what it takes. */
export interface Operation extends Description {
  readonly params: z.ZodType | undefined
  readonly query: z.ZodType | undefined
  readonly body: z.ZodType | undefined
  /** What a page's form sends instead of JSON. */
  readonly form?: z.ZodType | undefined
  readonly content: ContentRule | undefined
}

/** A route with its types folded away, as the router holds it. */
export interface Route {
  /** Called by programs, or looked at by people. A page is no part of the API and of its description. */
  readonly kind: "api" | "page"
  readonly method: Methods
  readonly path: string
  readonly access: Pick<Access<unknown>, "kind" | "scope" | "runs" | "minimum">
  readonly limit: RateLimitAction | null
  readonly operation: Operation
  answer(context: AppContext, raw: RawRequest): Promise<Reply>
  /** How a refusal is told; without it, as problem+json. */
  readonly tell?: Teller
}

/** Puts a refusal into words. */
export type Teller = (context: AppContext, raw: Told, problem: Problem) => Promise<Reply>

/** What a teller may know of the request. */
export type Told = Pick<RawRequest, "header" | "method" | "path" | "query">

/** Declares a route. The caller is admitted before any part of the request is looked at. */
export function route<
  Principal extends AnyPrincipal,
  Params extends z.ZodType = z.ZodObject,
  Query extends z.ZodType = z.ZodObject,
  Body extends z.ZodType = z.ZodUndefined,
  MediaType extends string = never,
>(definition: RouteDefinition<Principal, Params, Query, Body, MediaType>): Route {
  const { method, path, access, limit = method === "GET" ? "read" : "write" } = definition
  const counted = limit === "redeem" ? ({ action: "redeem-failure" } as const) : definition.failureLimit
  return {
    kind: "api",
    method,
    path,
    access: declared(access),
    limit,
    operation: operationOf(definition),
    async answer(context, raw) {
      const admission = await admitForNow(context, raw, access)
      if (limit !== null) await countUse(context, raw, limit, countedAs(admission.caller, raw))
      const params = parseParams(definition.params, raw.params)
      const query = parseQuery(definition.query, raw.query)
      const body = await parseBody(definition.body, raw)
      const content = await readContent(definition.content, raw)
      const caller = await admission.confirm()
      const claim = (principalId: string) => ({
        principalId,
        route: `${method} ${path}`,
        key: idempotencyKey(raw.header("idempotency-key")),
        fingerprint: context.secrets.hash(canonicalJson({ params: raw.params, body: body as Json })),
      })
      const header = (name: string) => raw.header(name)
      const { requestId, clientNetwork, signal } = raw
      const request = { caller, requestId, clientNetwork, signal, params, query, body, content, header, claim }
      const work = () => definition.handle(request)
      const reply =
        counted === undefined ? await work() : await countFailure(context, raw, counted, countedAs(caller, raw), work)
      // What was waited for is not shown to who may not see it any more. What was written was written.
      if (method === "GET") await admission.confirm()
      return reply
    },
  }
}

/** What an access says of itself. */
export const declared = ({ kind, scope, runs, minimum }: Route["access"]): Route["access"] => ({
  kind,
  scope,
  ...(runs === undefined ? {} : { runs }),
  ...(minimum === undefined ? {} : { minimum }),
})

function operationOf<
  Principal,
  Params extends z.ZodType,
  Query extends z.ZodType,
  Body extends z.ZodType,
  MediaType extends string,
>(definition: RouteDefinition<Principal, Params, Query, Body, MediaType>): Operation {
  const { name, summary, replies, keyed, hasEtag = false, params, query, body, content } = definition
  return { name, summary, replies, ...(keyed && { keyed }), hasEtag, params, query, body, content }
}

/** An address that cannot exist is answered like one that does not. */
export function parseParams<Params extends z.ZodType>(
  schema: Params | undefined,
  params: RawRequest["params"],
): z.output<Params> {
  if (schema === undefined) return {} as z.output<Params>
  const parsed = schema.safeParse(params)
  if (!parsed.success) throw notFound("thing")
  return parsed.data
}

/** Made once: zod compiles a schema when it first reads with it. */
const nothingAsked = z.strictObject({})

function parseQuery<Query extends z.ZodType>(schema: Query | undefined, query: URLSearchParams): z.output<Query> {
  const names = [...query.keys()]
  const repeated = names.find((name, index) => names.indexOf(name) !== index)
  if (repeated !== undefined) {
    throw new Refusal("INVALID_REQUEST", "A query parameter is given more than once.")
  }
  const parsed = (schema ?? nothingAsked).safeParse(Object.fromEntries(query))
  if (!parsed.success) {
    throw new Refusal(
      "INVALID_REQUEST",
      "The query has parameters that are unknown or out of range.",
      fieldIssues(parsed.error),
    )
  }
  return parsed.data as z.output<Query>
}

async function parseBody<Body extends z.ZodType>(schema: Body | undefined, raw: RawRequest): Promise<z.output<Body>> {
  if (schema === undefined) return undefined as z.output<Body>
  const parsed = schema.safeParse(await raw.readJson())
  if (!parsed.success) {
    const issues = fieldIssues(parsed.error)
    throw new Refusal("VALIDATION_FAILED", summaryOf(issues.length), issues)
  }
  return parsed.data
}

async function readContent<MediaType extends string>(
  rule: ContentRule<MediaType> | undefined,
  raw: RawRequest,
): Promise<Content<MediaType>> {
  if (rule === undefined) return { bytes: new Uint8Array(), mediaType: "" as MediaType }
  return await raw.readContent(rule)
}

const summaryOf = (count: number): string =>
  count === 1 ? "One part of the body breaks a rule." : `${count} parts of the body break a rule.`

function idempotencyKey(header: string | undefined): string {
  if (header === undefined)
    throw new Refusal("IDEMPOTENCY_KEY_REQUIRED", "This request needs an Idempotency-Key header.")
  const key = /^"?([A-Za-z0-9_.:-]{16,128})"?$/.exec(header)?.[1]
  if (key === undefined) {
    throw new Refusal("IDEMPOTENCY_KEY_MALFORMED", "An Idempotency-Key has 16 to 128 letters, digits or . _ : -")
  }
  return key
}
