import type * as z from "zod"
import type { Route } from "../route.ts"
import { componentsOf, type Components, type JsonSchema } from "./schemas.ts"

/** One route as an OpenAPI operation. */
export function operationOf(route: Route, bodies: Components, replies: Components): Record<string, unknown> {
  const { operation, access, method } = route
  return {
    operationId: operation.name,
    summary: operation.summary,
    tags: [operation.name.split(".")[0]],
    security: securityOf(access),
    parameters: [
      ...pathParameters(route),
      ...parametersIn("query", operation.query),
      ...headerParameters(operation, method),
    ],
    ...requestBodyOf(operation, bodies),
    responses: {
      ...Object.fromEntries(
        Object.entries(operation.replies).map(([status, reply]) => [status, responseOf(reply, replies)]),
      ),
      ...(method === "GET" && operation.hasEtag ? { 304: { description: "What you have is current." } } : {}),
      "4XX": { $ref: "#/components/responses/Problem" },
      "5XX": { $ref: "#/components/responses/Problem" },
    },
  }
}

function securityOf({ kind, runs }: Route["access"]): object[] {
  const run = runs === true ? [{ run: [] }] : []
  if (kind === "anyone") return [{}, { person: [] }, ...run]
  return [{ [kind === "target" || kind === "run" ? kind : "person"]: [] }, ...run]
}

/** Every name in the path, described where the route's own schema still names it. */
function pathParameters({ path, operation }: Route): JsonSchema[] {
  const described = new Map(parametersIn("path", operation.params).map((parameter) => [parameter["name"], parameter]))
  return Array.from(path.matchAll(/:([a-zA-Z]+)/g), ([, name = ""]) => {
    return described.get(name) ?? { name, in: "path", required: true, schema: { type: "string" } }
  })
}

function parametersIn(place: "path" | "query", schema: z.ZodType | undefined): JsonSchema[] {
  if (schema === undefined) return []
  const { properties = {}, required = [] } = componentsOf([], "input").of(schema) as {
    properties?: Record<string, object>
    required?: string[]
  }
  return Object.entries(properties).map(([name, member]) => ({
    name,
    in: place,
    required: place === "path" || required.includes(name),
    schema: member,
  }))
}

const header = (name: string, required: boolean): JsonSchema => ({
  name,
  in: "header",
  required,
  schema: { type: "string" },
})

function headerParameters(operation: Route["operation"], method: string): JsonSchema[] {
  return [
    ...(operation.keyed === undefined ? [] : [header("Idempotency-Key", operation.keyed === "required")]),
    ...(operation.hasEtag && method === "PATCH" ? [header("If-Match", true)] : []),
    ...(operation.hasEtag && method === "GET" ? [header("If-None-Match", false)] : []),
  ]
}

function requestBodyOf({ body, content }: Route["operation"], bodies: Components): object {
  if (body !== undefined) {
    return { requestBody: { required: true, content: { "application/json": { schema: bodies.of(body) } } } }
  }
  if (content === undefined) return {}
  const bytes = content.mediaTypes.map((mediaType) => [mediaType, { schema: {} }])
  return { requestBody: { required: true, content: Object.fromEntries(bytes) } }
}

const responseOf = (reply: Route["operation"]["replies"][number], replies: Components): object => ({
  description: "Done.",
  headers: { "X-Request-Id": { schema: { type: "string" } } },
  ...("mediaType" in reply
    ? { content: { [reply.mediaType]: { schema: {} } } }
    : { content: { "application/json": { schema: replies.of(reply) } } }),
})
