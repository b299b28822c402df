import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http"
import { onTestFinished } from "vitest"

type Exchange = [request: IncomingMessage, response: ServerResponse]

/** A server on a loopback port of its own; it and its connections end with the test. */
export async function loopback(answer: (...exchange: Exchange) => void | Promise<void>): Promise<string> {
  const server = await listening(createServer((request, response) => void answer(request, response)))
  onTestFinished(() => closed(server))
  return originOf(server)
}

/** An origin where nobody listens any more. */
export async function deadOrigin(): Promise<string> {
  const server = await listening(createServer())
  const origin = originOf(server)
  await closed(server)
  return origin
}

/** The redemptionId a redeem was asked with. */
export async function askedWith(request: IncomingMessage): Promise<string> {
  request.setEncoding("utf8")
  let text = ""
  for await (const part of request) text += part
  return JSON.parse(text).redemptionId
}

/** Answers JSON. */
export function sendJson(response: ServerResponse, body: unknown): void {
  response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(body))
}

const listening = (server: Server) =>
  new Promise<Server>((resolve) => {
    server.listen(0, "127.0.0.1", () => resolve(server))
  })

const closed = (server: Server) =>
  new Promise<void>((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })

function originOf(server: Server): string {
  const address = server.address()
  if (address === null || typeof address === "string") throw new Error("The server has no port.")
  return `http://127.0.0.1:${address.port}`
}
