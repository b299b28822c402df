import { type Connection, headerValue } from "./connection.ts"
import { type Limit, type Stop, within } from "./deadline.ts"
import { ConnectionError } from "./errors.ts"
import { inspectBreak } from "./transport/break.ts"
import type { WireReply, WireRequest } from "./transport/transport.ts"

/**
 * Sends a request once. `inDoubt` says that an earlier attempt may have taken effect.
 * @throws ConnectionError, TimeoutError, AbortedError where no whole reply came; what the token function throws.
 */
export function attempt(
  connection: Connection,
  request: WireRequest,
  limit: Omit<Limit, "outcomeUnknown">,
  inDoubt: boolean,
): Promise<WireReply> {
  const isWrite = request.method !== "GET"
  let sending = false
  const outcomeUnknown = () => inDoubt || (isWrite && sending)

  async function send(stop: Stop): Promise<WireReply> {
    const { token: asked } = connection
    const token = typeof asked === "function" ? await asked() : asked
    const authorized = { ...request, headers: { ...request.headers, ...authorization(token) } }
    sending = true
    try {
      return await connection.transport(authorized, stop)
    } catch (thrown) {
      const { sent, description, cause } = inspectBreak(thrown, token)
      throw new ConnectionError(`${description} (${request.origin}).`, inDoubt || (isWrite && sent), cause)
    }
  }

  return within({ ...limit, outcomeUnknown }, send)
}

const authorization = (token: string | undefined): Record<string, string> =>
  token === undefined ? {} : { authorization: `Bearer ${headerValue("token", token)}` }
