import type { RateLimitAction } from "@fleetprompt/sdk/contracts"
import * as z from "zod"
import type { AppContext } from "../domain/context.ts"
import type { UserPrincipal } from "../domain/identity/user.ts"
import { Refusal } from "../domain/refusal.ts"
import type { Access } from "../http/access.ts"
import { type Admission, admitForNow, countedAs, countFailure, countUse, type FailureLimit } from "../http/limit.ts"
import type { Reply } from "../http/reply.ts"
import { declared, parseParams, type RawRequest, type Route, type Teller } from "../http/route.ts"
import { requireSameOrigin } from "../http/same-origin.ts"
import { type Frame, frameOf } from "./frame.ts"
import { showLostSession } from "./pages/lost-session.tsx"
import { tellPeople } from "./pages/refusal.tsx"
import { type FormBounds, formBytesMax, isPlainForm, readForm, type Sent } from "./read-form.ts"

/** A visit a page can trust. */
export interface Visit<Principal, Params, Query, Form> {
  readonly caller: Principal
  readonly requestId: string
  readonly params: Params
  readonly query: Query
  readonly form: Sent<Form>
  readonly frame: Frame
  readonly clientNetwork: string
  readonly header: (name: string) => string | undefined
}

interface PageDefinition<Principal, Params extends z.ZodType, Query extends z.ZodType, Form extends z.ZodType> {
  /** A page is looked at, or its form is sent. */
  readonly method?: "GET" | "POST"
  readonly path: string
  readonly name: string
  readonly summary: string
  readonly access: Access<Principal>
  readonly limit?: RateLimitAction | null
  /** What its refusals count as besides. */
  readonly failureLimit?: FailureLimit
  /** How its refusals are told, where not as those of every page. */
  readonly tell?: Teller
  /** Of what is no HTML. */
  readonly mediaType?: string
  readonly params?: Params
  /** What the address may say besides. It is typed, pasted and decorated by others, so the rest is passed over. */
  readonly query?: Query
  readonly form?: Form
  /** Where the form is larger than most, or takes a file. */
  readonly formBounds?: FormBounds
  readonly handle: (visit: Visit<Principal, z.output<Params>, z.output<Query>, z.output<Form>>) => Promise<Reply>
}

/** Made once: zod compiles a schema when it first reads with it. */
const nothingAsked = z.object({})

/** Declares a page: a route of the one map, for people. Its refusals are pages too. */
export function page<
  Principal extends UserPrincipal | undefined,
  Params extends z.ZodType = z.ZodObject,
  Query extends z.ZodType = z.ZodObject,
  Form extends z.ZodType = z.ZodObject,
>(definition: PageDefinition<Principal, Params, Query, Form>): Route {
  const { method = "GET", path, name, summary, access, mediaType = "text/html" } = definition
  const { limit = method === "GET" ? "read" : "write", failureLimit, params, query, form } = definition
  const { formBounds = { bytesMax: formBytesMax } } = definition
  return {
    kind: "page",
    method,
    path,
    access: declared(access),
    limit,
    operation: {
      name,
      summary,
      replies: { 200: { mediaType } },
      params,
      query,
      body: undefined,
      content: undefined,
      form,
    },
    tell: definition.tell ?? tellPeople,
    async answer(context, raw) {
      if (method !== "GET") requireSameOrigin(context.settings.publicUrl, (header) => raw.header(header))
      let admission: Admission<Principal>
      try {
        admission = await admitForNow(context, raw, access)
      } catch (error) {
        const kept = await keepForm(context, form, raw, formBounds, error)
        if (kept === undefined) throw error
        return kept
      }
      if (limit !== null) await countUse(context, raw, limit, countedAs(admission.caller, raw))
      const sent = await readForm(form, raw, formBounds)
      const caller = await admission.confirm()
      const visit = {
        caller,
        requestId: raw.requestId,
        clientNetwork: raw.clientNetwork,
        header: (header: string) => raw.header(header),
        params: parseParams(params, raw.params),
        query: (query ?? nothingAsked).parse(Object.fromEntries(raw.query)) as z.output<Query>,
        form: sent,
        frame: await frameOf(context, raw, caller),
      }
      const work = () => definition.handle(visit)
      const reply =
        failureLimit === undefined
          ? await work()
          : await countFailure(context, raw, failureLimit, countedAs(caller, raw), work)
      return { ...reply, headers: { ...cachingOf(method, raw), ...reply.headers } }
    },
  }
}

/** The same for everybody who sends no cookie; whoever sends one gets a page of their own. */
const cachingOf = (method: string, raw: RawRequest): Record<string, string> => {
  const isShared = method === "GET" && raw.header("cookie") === undefined
  const cacheControl = isShared ? "public, max-age=30, stale-while-revalidate=60" : "private, no-cache"
  return { "cache-control": cacheControl, vary: "Cookie" }
}

/**
 * What somebody wrote is not lost because their session is over: the form comes back, to be sent again once they have
 * signed in. It came from a page of ours, so it is their own.
 */
async function keepForm(
  context: AppContext,
  schema: z.ZodType | undefined,
  raw: RawRequest,
  bounds: FormBounds,
  error: unknown,
): Promise<Reply | undefined> {
  const isOver = error instanceof Refusal && error.code === "UNAUTHENTICATED"
  if (schema === undefined || !isOver || !isPlainForm(raw)) return undefined
  const { typed } = await readForm(schema, raw, bounds)
  return showLostSession(await frameOf(context, raw, undefined), raw.path, typed)
}
