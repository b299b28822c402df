import { canonicalJson, fieldIssues, type Json } from "@fleetprompt/sdk/contracts"
import * as z from "zod"
import type { AppContext } from "../domain/context.ts"
import type { IdempotencyClaim } from "../domain/idempotency/once.ts"
import { notFound, Refusal } from "../domain/refusal.ts"
import type { Access } from "./access.ts"
import type { Reply } from "./reply.ts"

/** A request as the transport saw it: nothing in it has been checked. */
export interface RawRequest {
  readonly requestId: string
  readonly params: Readonly<Record<string, string>>
  readonly query: URLSearchParams
  header(name: string): string | undefined
  readJson(): Promise<unknown>
}

/** A request a route can trust: the caller is admitted and every part fits its schema. */
export interface RouteRequest<Principal, Params, Query, Body> {
  readonly caller: Principal
  readonly requestId: string
  readonly params: Params
  readonly query: Query
  readonly body: Body
  readonly header: (name: string) => string | undefined
  /** The Idempotency-Key of this caller with the fingerprint of the request. @throws Refusal where it is missing or malformed. */
  readonly claim: (principalId: string) => IdempotencyClaim
}

type Methods = "GET" | "POST" | "PUT" | "PATCH" | "DELETE"

/** One line of the route map: who may call, what they must send, and the verb that answers. */
export interface RouteDefinition<Principal, Params extends z.ZodType, Query extends z.ZodType, Body extends z.ZodType> {
  readonly method: Methods
  readonly path: string
  readonly access: Access<Principal>
  readonly params?: Params
  readonly query?: Query
  readonly body?: Body
  handle(request: RouteRequest<Principal, z.output<Params>, z.output<Query>, z.output<Body>>): Promise<Reply>
}

/** A route with its types folded away, as the router holds it. */
export interface Route {
  readonly method: Methods
  readonly path: string
  readonly access: Pick<Access<unknown>, "kind" | "scope">
  answer(context: AppContext, raw: RawRequest): Promise<Reply>
}

/** Declares a route. The caller is admitted before any part of the request is looked at. */
export function route<
  Principal,
  Params extends z.ZodType = z.ZodObject,
  Query extends z.ZodType = z.ZodObject,
  Body extends z.ZodType = z.ZodUndefined,
>(definition: RouteDefinition<Principal, Params, Query, Body>): Route {
  const { method, path, access } = definition
  return {
    method,
    path,
    access: { kind: access.kind, scope: access.scope },
    async answer(context, raw) {
      const caller = await access.admit(context, raw.header("authorization"))
      const params = parseParams(definition.params, raw.params)
      const query = parseQuery(definition.query, raw.query)
      const body = await parseBody(definition.body, raw)
      const claim = (principalId: string) => ({
        principalId,
        route: `${method} ${path}`,
        key: idempotencyKey(raw.header("idempotency-key")),
        fingerprint: context.secrets.hash(canonicalJson({ params: raw.params, body: body as Json })),
      })
      const header = (name: string) => raw.header(name)
      return await definition.handle({ caller, requestId: raw.requestId, params, query, body, header, claim })
    },
  }
}

/** An address that cannot exist is answered like one that does not. */
function parseParams<Params extends z.ZodType>(
  schema: Params | undefined,
  params: RawRequest["params"],
): z.output<Params> {
  if (schema === undefined) return {} as z.output<Params>
  const parsed = schema.safeParse(params)
  if (!parsed.success) throw notFound("thing")
  return parsed.data
}

function parseQuery<Query extends z.ZodType>(schema: Query | undefined, query: URLSearchParams): z.output<Query> {
  const names = [...query.keys()]
  const repeated = names.find((name, index) => names.indexOf(name) !== index)
  if (repeated !== undefined) {
    throw new Refusal("INVALID_REQUEST", "A query parameter is given more than once.")
  }
  const parsed = (schema ?? z.strictObject({})).safeParse(Object.fromEntries(query))
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
