import { once } from "node:events"
import { createServer, type IncomingMessage, type ServerResponse } from "node:http"

/** What a server was asked for, as an access log of everything would have it. */
export interface LoggedRequest {
  readonly method: string
  readonly url: string
  readonly headers: IncomingMessage["headers"]
}

/** A server on a port of its own that logs every request with all its headers. */
export interface LoggingServer {
  readonly port: number
  readonly requests: readonly LoggedRequest[]
  end(): Promise<void>
}

export async function startLoggingServer(
  port: number,
  answer: (request: IncomingMessage, response: ServerResponse) => unknown,
): Promise<LoggingServer> {
  const requests: LoggedRequest[] = []
  const server = createServer((request, response) => {
    const { method = "", url = "", headers } = request
    requests.push({ method, url, headers })
    void answer(request, response)
  })
  server.listen(port, "127.0.0.1")
  await once(server, "listening")
  return {
    port,
    requests,
    async end() {
      const closed = once(server, "close")
      server.close()
      server.closeAllConnections()
      await closed
    },
  }
}
