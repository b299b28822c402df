import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js"
import { refuseCredentials } from "./sweep.ts"

/** A reply as it went over the wire. `path` is the address that was asked for, without its query. */
export interface SeenReply {
  readonly method: string
  readonly path: string
  readonly status: number
  readonly contentType: string | null
  readonly text: string
}

/** The OpenAPI description of a registry, as far as a checker reads it. */
export interface Description {
  readonly paths: Readonly<Record<string, Readonly<Record<string, { readonly responses: Responses }>>>>
}

type Responses = Readonly<Record<string, { readonly content?: object }>>

/**
 * Holds replies to a description: one of a status, of a media type or with a field that it does not name is a defect
 * wherever it turns up, and so is a refusal that is no problem, or one that holds a credential.
 * @returns a function that throws for such a reply.
 */
export function replyChecker(description: Description): (reply: SeenReply) => void {
  const ajv = new Ajv2020({ strict: false, validateFormats: false }).addSchema(description, "openapi")
  const validators = new Map<string, ValidateFunction>()
  const validatorOf = (pointer: string): ValidateFunction => {
    const known = validators.get(pointer) ?? ajv.getSchema(encodeURI(`openapi#${pointer}`))
    if (known === undefined) throw new Error(`The description has nothing at ${pointer}.`)
    validators.set(pointer, known)
    return known
  }
  const routes = routesIn(description)

  return (reply) => {
    const { status, text, method } = reply
    if (status >= 400) refuseCredentials("a refusal", text)
    const where = status >= 400 ? problemPointer(reply) : contentPointer(description, routes, reply)
    if (where === undefined || method === "HEAD") return
    const validator = validatorOf(where)
    if (!validator(JSON.parse(text))) throw against(reply, JSON.stringify(validator.errors))
  }
}

const against = ({ method, path, status }: SeenReply, fault: string): Error =>
  new Error(`${method} ${path} answered ${status} against its description: ${fault}`)

function problemPointer(reply: SeenReply): string {
  if (reply.contentType !== "application/problem+json") throw against(reply, `${reply.contentType} is no problem.`)
  return "/components/responses/Problem/content/application~1problem+json/schema"
}

/** Where the schema of this reply stands; undefined where there is nothing to read in it. */
function contentPointer(description: Description, routes: readonly Route[], reply: SeenReply): string | undefined {
  const { path, status, contentType, text } = reply
  // The answer to a preflight is one of fetch, not of a route.
  if (reply.method === "OPTIONS" && status === 204 && text === "") return undefined
  const method = reply.method === "HEAD" ? "get" : reply.method.toLowerCase()
  const route = routes.find((one) => one.method === method && one.pattern.test(path))
  const response = route && description.paths[route.path]?.[method]?.responses[status]
  if (route === undefined || response === undefined) throw against(reply, "it names no such reply.")
  if (response.content === undefined && text === "") return undefined
  if (!Object.hasOwn(response.content ?? {}, contentType ?? "")) throw against(reply, `it names no ${contentType}.`)
  if (contentType !== "application/json") return undefined
  return `/paths/${route.path.replaceAll("/", "~1")}/${method}/responses/${status}/content/application~1json/schema`
}

interface Route {
  readonly method: string
  readonly path: string
  readonly pattern: RegExp
}

/** Every route; where two fit an address, the one of more fixed words comes first. */
function routesIn({ paths }: Description): Route[] {
  const routes = Object.entries(paths).flatMap(([path, operations]) => {
    const pattern = new RegExp(`^${path.replaceAll(".", "\\.").replaceAll(/\{\w+\}/g, "[^/]+")}$`)
    return Object.keys(operations).map((method) => ({ method, path, pattern }))
  })
  const parameters = ({ path }: Route) => path.split("{").length
  return routes.toSorted((one, other) => parameters(one) - parameters(other))
}
