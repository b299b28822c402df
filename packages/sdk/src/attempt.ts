import { type Connection, headerValue } from "./connection.ts"
import { type Deadline, during } from "./deadline.ts"
import { ConnectionError } from "./errors.ts"
import { inspectBreak } from "./transport/break.ts"
import type { WireReply, WireRequest } from "./transport/transport.ts"

/**
 * Sends a request once. `inDoubt` says that an earlier attempt may have taken effect.
 * @throws ConnectionError, TimeoutError, AbortedError where no whole reply came; what the token function throws.
 */
export async function attempt(
  connection: Connection,
  request: WireRequest,
  deadline: Deadline,
  inDoubt: boolean,
): Promise<WireReply> {
  const { signal } = deadline
  const isWrite = request.method !== "GET"
  try {
    const token = await during(signal, inDoubt, async () => connection.token?.())
    const authorized = { ...request, headers: { ...request.headers, ...authorization(token) } }
    return await during(signal, inDoubt || isWrite, async () => {
      try {
        return await connection.transport(authorized, signal)
      } catch (thrown) {
        const { sent, description, cause } = inspectBreak(thrown, token)
        const message = `${description} (${request.origin}).`
        throw new ConnectionError(message, inDoubt || (isWrite && sent), cause)
      }
    })
  } finally {
    deadline.release()
  }
}

const authorization = (token: string | undefined): Record<string, string> =>
  token === undefined ? {} : { authorization: `Bearer ${headerValue("token", token)}` }
