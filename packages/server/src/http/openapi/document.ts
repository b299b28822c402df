import { problem } from "@fleetprompt/sdk/contracts"
import * as z from "zod"
import type { Route } from "../route.ts"
import { operationOf } from "./operation.ts"
import { componentsOf } from "./schemas.ts"

/**
 * The OpenAPI 3.1 description of the routes that are no pages, made from the very schemas they parse with, so it cannot say what they
 * do not do.
 */
export function openApiDocument(all: readonly Route[], publicUrl: string): Record<string, unknown> {
  const routes = all.filter(({ kind }) => kind === "api")
  const bodies = componentsOf(
    routes.flatMap(({ operation: { body } }) => (body === undefined ? [] : [body])),
    "input",
  )
  const replies = componentsOf([problem, ...routes.flatMap(({ operation }) => repliesOf(operation))], "output")
  const paths: Record<string, Record<string, unknown>> = {}
  for (const route of routes) {
    const path = route.path.replaceAll(/:([a-zA-Z]+)/g, "{$1}")
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operationOf(route, bodies, replies) }
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "FleetPrompt registry",
      version: "1",
      summary: "Listings, releases and installs of AI-agent assets.",
      license: { name: "MIT", identifier: "MIT" },
    },
    servers: [{ url: publicUrl }],
    security: [],
    paths,
    components: {
      schemas: { ...bodies.schemas, ...replies.schemas },
      securitySchemes,
      responses: responses(replies.of(problem)),
    },
  }
}

const repliesOf = ({ replies }: Route["operation"]): z.ZodType[] =>
  Object.values(replies).filter((reply) => reply instanceof z.ZodType)

const securitySchemes = {
  person: {
    type: "http",
    scheme: "bearer",
    description: "A personal token (fpat_…), a CLI session (fpcl_…), or an access token of the identity provider.",
  },
  run: {
    type: "http",
    scheme: "bearer",
    description: "A token for one release (fpci_…), which a run of a trusted publisher was given.",
  },
  target: {
    type: "http",
    scheme: "bearer",
    description: "A target system's secret (fpts_…), or a JWT that signs this request.",
  },
}

const responses = (schema: object) => ({
  Problem: {
    description: "A refusal. `code` is stable; the error catalogue says what to do about each.",
    content: { "application/problem+json": { schema } },
  },
})
