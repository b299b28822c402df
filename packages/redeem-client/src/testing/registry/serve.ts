import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http"
import { buffer } from "node:stream/consumers"
import { answer, type Incoming, type Outgoing, refuse, routeOf } from "./answer.ts"
import { type ReceivedCall, callOf } from "./calls.ts"
import type { Fault, Faults } from "./faults.ts"
import { codeOfStatus, RegistryRefusal } from "./problem.ts"
import type { World } from "./records.ts"
import type { RouteName } from "./routes.ts"

/** What a request passes on its way. */
export interface Desk {
  readonly world: World
  readonly faults: Faults
  readonly calls: ReceivedCall[]
  /** Runs before a request is acted on. */
  readonly before: (call: ReceivedCall) => Promise<void>
}

/** Listens on a loopback port. @throws Error where the port is taken. */
export async function listen(desk: Desk, port: number): Promise<{ url: string; close(): Promise<void> }> {
  const server = createServer((request, response) => {
    void serve(desk, request, response).catch(() => response.destroy())
  })
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject)
    server.listen(port, "127.0.0.1", resolve)
  })
  return { url: urlOf(server), close: () => close(server) }
}

async function serve(desk: Desk, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { method = "GET", url: address = "/", headers } = request
  response.setHeader("date", new Date(desk.world.clock.nowMs()).toUTCString())
  const incoming: Incoming = { method, address, headers, bytes: await buffer(request) }
  const route = knownRoute(incoming)
  if (route === undefined) return send(response, answer(desk.world, incoming))
  const fault = desk.faults.take(route.name)
  const call = callOf(desk.world, incoming, route.name, route.id, fault)
  desk.calls.push(call)
  await desk.before(call)
  await carryOut(fault, response, call, () => answer(desk.world, incoming))
}

async function carryOut(
  fault: Fault | undefined,
  response: ServerResponse,
  call: ReceivedCall,
  act: () => Outgoing,
): Promise<void> {
  const reply = (outgoing: Outgoing) => {
    call.status = outgoing.status
    send(response, outgoing)
  }
  switch (fault?.kind) {
    case undefined:
      return reply(act())
    case "drop":
    case "hang":
      if (fault.acted) act()
      // One that hangs is held until its caller, or the end of the registry, ends it.
      if (fault.kind === "drop") response.destroy()
      return undefined
    case "delay":
      await new Promise((resolve) => {
        setTimeout(resolve, fault.ms)
      })
      return reply(act())
    case "status":
      return reply(failed(fault))
    case "garbage":
      act()
      return reply({ status: 200, headers: { "content-type": "application/json" }, body: fault.body })
    case "truncate":
      return breakOff(response, act())
  }
}

function failed({ status, retryAfterSeconds }: Extract<Fault, { kind: "status" }>): Outgoing {
  const code = codeOfStatus(status)
  const outgoing = code ? refuse(new RegistryRefusal(code, "This was made to go wrong.")) : { headers: {}, body: "" }
  const retryAfter = retryAfterSeconds === undefined ? {} : { "retry-after": String(retryAfterSeconds) }
  return { status, headers: { ...outgoing.headers, ...retryAfter }, body: outgoing.body }
}

function breakOff(response: ServerResponse, { status, headers, body }: Outgoing): void {
  response.writeHead(status, { ...headers, "content-length": Buffer.byteLength(body) })
  response.write(body.slice(0, body.length / 2), () => response.destroy())
}

function send(response: ServerResponse, { status, headers, body }: Outgoing): void {
  response.writeHead(status, headers).end(body)
}

function knownRoute(incoming: Incoming): { name: RouteName; id: string } | undefined {
  try {
    const { route, id } = routeOf(incoming)
    return { name: route.name as RouteName, id }
  } catch {
    return undefined
  }
}

function urlOf(server: Server): string {
  const address = server.address()
  if (address === null || typeof address === "string") throw new Error("The registry has no port.")
  return `http://127.0.0.1:${address.port}`
}

const close = (server: Server) =>
  new Promise<void>((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
