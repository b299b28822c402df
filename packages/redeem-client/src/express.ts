import type { InstallRoutes } from "./handlers/install-routes.ts"
import { type NodeRequest, type NodeResponse, requestOf, sendResponse } from "./handlers/node-exchange.ts"

export { type NodeRequest, type NodeResponse, sendResponse } from "./handlers/node-exchange.ts"

/** What is used of Express's request. */
export interface ExpressRequest extends NodeRequest, AsyncIterable<Uint8Array> {
  originalUrl: string
}

/**
 * Middleware for Express, before or after its body parsers: `app.use(toExpress(routes))`. `subject` gets the request
 * of Express. To answer with what `routes.start` made, there is `sendResponse`.
 */
export const toExpress =
  <Native extends ExpressRequest>(routes: InstallRoutes<Native> | InstallRoutes) =>
  async (request: Native, response: NodeResponse, next: (error?: unknown) => void): Promise<void> => {
    // A body that is somebody else's is left alone.
    if (!request.originalUrl.startsWith(routes.path)) return next()
    try {
      const answer = await answerTo(routes as InstallRoutes<Native>, request)
      if (answer) await sendResponse(answer, response)
      else next()
    } catch (error) {
      next(error)
    }
  }

async function answerTo<Native extends ExpressRequest>(
  routes: InstallRoutes<Native>,
  request: Native,
): Promise<Response | undefined> {
  const { method, headers, originalUrl, body = method === "POST" ? await read(request) : undefined } = request
  return await routes.handle(requestOf({ method, headers, body }, originalUrl), request)
}

/** What no form of ours exceeds. */
const bodyBytesMax = 8_192

/** The body as text; nothing where it is too long for one of ours. */
async function read(request: AsyncIterable<Uint8Array>): Promise<string> {
  const decoder = new TextDecoder()
  let text = ""
  for await (const part of request) if (text.length <= bodyBytesMax) text += decoder.decode(part, { stream: true })
  return text.length > bodyBytesMax ? "" : text
}
