import { createServer, type IncomingMessage, type ServerResponse } from "node:http"
import type { AddressInfo } from "node:net"
import { type Answer, type Asked, requestId } from "./answer.ts"
import { Catalogue, type CatalogueOptions } from "./catalogue.ts"

export interface Registry extends AsyncDisposable {
  readonly url: string
  readonly catalogue: Catalogue
  readonly requests: readonly Asked[]
  /** The requests that may have changed something, as `METHOD path`. */
  writes(): string[]
  /** Answers every request whose `METHOD path` begins so with the same reply; `cut` breaks the connection. */
  instead(prefix: string, reply: Answer | "cut"): void
}

/** A small registry on a real socket. */
export async function startRegistry(options: CatalogueOptions = {}): Promise<Registry> {
  const catalogue = new Catalogue(options)
  const requests: Asked[] = []
  const canned = new Map<string, Answer | "cut">()
  const reply = async (request: IncomingMessage, response: ServerResponse) => {
    const asked = await read(request)
    requests.push(asked)
    const prefix = [...canned.keys()].find((each) => `${asked.method} ${asked.path}`.startsWith(each)) ?? ""
    const answer = canned.get(prefix) ?? (await catalogue.answer(asked))
    if (answer === "cut") request.socket.destroy()
    else write(response, answer)
  }
  const server = createServer((request, response) => void reply(request, response))
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    catalogue,
    requests,
    writes: () => requests.filter(({ method }) => method !== "GET").map(({ method, path }) => `${method} ${path}`),
    instead: (prefix, answer) => void canned.set(prefix, answer),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((closed) => server.close(closed))
    },
  }
}

/** Answers as a page of a proxy or a stranger's site. */
export const html = (status: number): Answer => ({ status, body: "<html><h1>Gateway</h1></html>" })

function write(response: ServerResponse, { status, body, headers }: Answer): void {
  const type = typeof body === "string" ? "text/html" : status < 400 ? "application/json" : "application/problem+json"
  response.writeHead(status, { "content-type": type, "x-request-id": requestId, ...headers })
  response.end(typeof body === "string" ? body : JSON.stringify(body))
}

async function read(request: IncomingMessage): Promise<Asked> {
  const { method = "", url: path = "", headers } = request
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  const bytes = Buffer.concat(chunks)
  if (headers["content-type"]?.startsWith("image/")) return { method, path, headers, body: bytes }
  return { method, path, headers, body: chunks.length === 0 ? undefined : JSON.parse(bytes.toString()) }
}
