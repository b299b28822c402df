import type { InstallRoutes } from "./handlers/install-routes.ts"
import { type NodeRequest, requestOf } from "./handlers/node-exchange.ts"

export type { NodeRequest } from "./handlers/node-exchange.ts"

/** What is used of a Fastify instance. */
interface FastifyInstance<Request> {
  hasContentTypeParser: (type: string) => boolean
  addContentTypeParser: (
    type: string,
    options: { parseAs: "string"; bodyLimit: number },
    parse: (request: Request, body: string) => Promise<string>,
  ) => unknown
  route: (route: {
    method: ("GET" | "POST")[]
    url: string
    handler: (request: Request, reply: FastifyReply) => Promise<unknown>
  }) => unknown
}

interface FastifyReply {
  send: (payload: Response) => unknown
}

/** A plugin for Fastify: `app.register(toFastify(routes))`. `subject` gets the request of Fastify. */
export const toFastify =
  <Request extends NodeRequest>(routes: InstallRoutes<Request> | InstallRoutes) =>
  async (app: FastifyInstance<Request>): Promise<void> => {
    const form = "application/x-www-form-urlencoded"
    if (!app.hasContentTypeParser(form))
      app.addContentTypeParser(form, { parseAs: "string", bodyLimit: 8_192 }, async (_request, body) => body)
    for (const url of [routes.path, `${routes.path}/confirm`])
      app.route({
        method: ["GET", "POST"],
        url,
        handler: async (request, reply) => {
          const answer = (routes as InstallRoutes<Request>).handle(requestOf(request, request.url ?? url), request)
          return reply.send((await answer) ?? new Response(null, { status: 404 }))
        },
      })
  }
