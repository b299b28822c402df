import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js"
import { openApiDocument } from "../../src/http/openapi/document.ts"
import type { Reply } from "../../src/http/reply.ts"
import type { Route } from "../../src/http/route.ts"

/**
 * The same routes, each held to its description: an answer of a status, or with a field, that the OpenAPI document
 * does not name is a defect wherever in the suite it turns up.
 */
export function checkedRoutes(routes: readonly Route[]): Route[] {
  const document = openApiDocument(routes, "https://registry.example")
  const ajv = new Ajv2020({ strict: false, validateFormats: false }).addSchema(document, "openapi")
  const validators = new Map<string, ValidateFunction | undefined>()
  const validatorOf = ({ method, path }: Route, status: number): ValidateFunction | undefined => {
    const address = path.replaceAll(/:([a-zA-Z]+)/g, "{$1}").replaceAll("/", "~1")
    const operation = `openapi#/paths/${address}/${method.toLowerCase()}`
    const pointer = `${operation}/responses/${status}/content/application~1json/schema`
    if (!validators.has(pointer)) validators.set(pointer, ajv.getSchema(encodeURI(pointer)))
    return validators.get(pointer)
  }
  return routes.map((route) => ({
    ...route,
    async answer(context, raw) {
      const reply = await route.answer(context, raw)
      if (reply.file === undefined && reply.text === undefined) check(route, reply, validatorOf(route, reply.status))
      return reply
    },
  }))
}

function check({ method, path }: Route, { status, body }: Reply, validator: ValidateFunction | undefined): void {
  if (validator === undefined)
    throw new Error(`${method} ${path} answered ${status}, which its description does not name.`)
  // What goes over the wire is the JSON of the body, without its undefined fields.
  if (validator(JSON.parse(JSON.stringify(body)))) return
  throw new Error(`${method} ${path} answered against its description: ${JSON.stringify(validator.errors)}`)
}
