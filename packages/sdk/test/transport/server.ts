import { createServer, type IncomingMessage, type RequestListener, type Server } from "node:http"
import { afterEach } from "vitest"

const servers: Server[] = []

/** Starts a server of its own on this machine and returns its address. It is closed after the test. */
export async function listen(answer: RequestListener): Promise<string> {
  return `http://127.0.0.1:${await open(createServer(answer))}`
}

/** The same, for an answer that is JSON and comes after the request was read. */
export const listenReading = (answer: (request: IncomingMessage) => Promise<object>): Promise<string> =>
  listen((request, response) => void answer(request).then((body) => response.end(JSON.stringify(body))))

/** Starts any server, and returns its port. */
export async function open(server: Server): Promise<number> {
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  const address = server.address()
  if (address === null || typeof address === "string") throw new Error("The server has no port.")
  return address.port
}

/** Closes every server with all its connections. */
export async function closeServers(): Promise<void> {
  await Promise.all(servers.splice(0).map(close))
}

async function close(server: Server): Promise<void> {
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
}

afterEach(closeServers)
