import { once } from "node:events"
import { createServer, type IncomingMessage, request as ask, type ServerResponse } from "node:http"
import type { AddressInfo } from "node:net"
import { type Description, replyChecker } from "../../packages/server/test/support/reply-checker.ts"

/** An address before a registry at which every reply is held to the registry's own description. */
export interface CheckingProxy {
  readonly url: string
  /** Hands everything on to the server at that address from now on. */
  forwardTo(serverUrl: string): Promise<void>
  /** Closes. @throws Error for the replies that were not as described. */
  end(): Promise<void>
}

type Check = ReturnType<typeof replyChecker>

/**
 * Requests and replies pass byte for byte, and a connection that breaks on one side breaks on the other, so a client
 * cannot tell that anything stands between.
 */
export async function startCheckingProxy(): Promise<CheckingProxy> {
  const faults: unknown[] = []
  let upstream: { readonly url: string; readonly check: Check } | undefined
  const server = createServer((incoming, outgoing) => {
    if (upstream === undefined) return outgoing.destroy()
    const { url, check } = upstream
    return pass(url, incoming, outgoing, (reply, body) => {
      try {
        check(seenReply(incoming, reply, body))
      } catch (fault) {
        faults.push(fault)
      }
    })
  }).listen(0, "127.0.0.1")
  await once(server, "listening")
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async forwardTo(url) {
      const description = (await (await fetch(`${url}/openapi.json`)).json()) as Description
      upstream = { url, check: replyChecker(description) }
    },
    async end() {
      server.close()
      server.closeAllConnections()
      if (faults.length > 0) throw new AggregateError(faults, faults.map(String).join("\n"))
    },
  }
}

function pass(
  url: string,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  look: (reply: IncomingMessage, body: Buffer) => void,
): void {
  const breakOff = () => outgoing.destroy()
  // A connection of its own for each: one that is kept could belong to a server that was killed since.
  const { method = "GET", url: path = "/", rawHeaders } = incoming
  const onward = ask(new URL(url), { method, path, headers: rawHeaders, agent: false }, (reply) => {
    const chunks: Buffer[] = []
    reply.on("data", (chunk: Buffer) => chunks.push(chunk))
    reply.on("error", breakOff)
    reply.on("end", () => {
      const body = Buffer.concat(chunks)
      look(reply, body)
      outgoing.sendDate = false
      outgoing.writeHead(reply.statusCode ?? 0, reply.rawHeaders)
      outgoing.end(body)
    })
  })
  onward.on("error", breakOff)
  outgoing.on("close", () => onward.destroy())
  incoming.pipe(onward)
}

function seenReply(
  { method = "", url = "" }: IncomingMessage,
  { statusCode = 0, headers }: IncomingMessage,
  body: Buffer,
) {
  const contentType = headers["content-type"] ?? null
  const text = contentType?.startsWith("image/") ? "" : body.toString()
  return { method, path: url.split("?")[0] ?? "", status: statusCode, contentType, text }
}
