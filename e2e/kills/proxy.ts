import { once } from "node:events"
import { connect, createServer, type Socket } from "node:net"

/** Where a strike falls, in the traffic between clients and the registry. */
export interface Moment {
  /**
   * `request sent`: the registry has a request and no more. `reply held`: it has answered, and nobody hears of it.
   * `reply cut`: a part of the answer arrives. `reply delivered`: the client has it and could do nothing with it yet.
   */
  readonly at: "request sent" | "reply held" | "reply cut" | "reply delivered"
  /** How many pieces of that kind go by before. */
  readonly after: number
}

/** A TCP proxy in front of the registry that knows when to strike. */
export interface StrikingProxy {
  readonly url: string
  /** Leads to the registry at that address from now on. */
  forwardTo(registryUrl: string): void
  /**
   * Strikes at that moment. Resolves with what was under way then: the install token, install id or idempotency key of
   * each request that had no whole answer, the struck one among them.
   */
  strike(moment: Moment, victim: () => void): Promise<ReadonlySet<string>>
  close(): Promise<void>
}

/** Enough of a reply to have its status line, and less than any whole one. */
const cutBytes = 40

const nameIn = (piece: Buffer): string | undefined =>
  /fpit_\w{38}|ins_\w{22}|(?<=idempotency-key: )[\w-]+/i.exec(piece.toString("latin1"))?.[0]

export async function openStrikingProxy(registryUrl: string): Promise<StrikingProxy> {
  let { port } = new URL(registryUrl)
  const underWay = new Map<Socket, string>()
  const sockets = new Set<Socket>()
  let armed: { moment: Moment; left: number; strike: () => void } | undefined

  /** Whether this piece is the one; if so the strike falls when the caller says so. */
  function meets(...kinds: Moment["at"][]): { at: Moment["at"]; strike: () => void } | undefined {
    if (armed === undefined || !kinds.includes(armed.moment.at)) return undefined
    if (armed.left-- > 0) return undefined
    const { moment, strike } = armed
    armed = undefined
    return { at: moment.at, strike }
  }

  const server = createServer((client) => {
    const upstream = connect(Number(port), "127.0.0.1")
    const end = () => {
      underWay.delete(client)
      client.destroy()
      upstream.destroy()
    }
    for (const socket of [client, upstream]) {
      sockets.add(socket)
      socket.setNoDelay(true)
      socket.on("error", end)
      socket.on("close", () => {
        sockets.delete(socket)
        end()
      })
    }
    client.on("data", (piece) => {
      const name = nameIn(piece)
      if (name !== undefined) underWay.set(client, name)
      const hit = meets("request sent")
      upstream.write(piece, hit?.strike)
    })
    upstream.on("data", (piece) => {
      const hit = meets("reply held", "reply cut", "reply delivered")
      if (hit?.at === "reply delivered") {
        client.write(piece, hit.strike)
      } else if (hit) {
        hit.strike()
        if (hit.at === "reply cut") client.write(piece.subarray(0, cutBytes))
        client.destroySoon()
        upstream.destroy()
      } else {
        underWay.delete(client)
        client.write(piece)
      }
    })
  })
  server.listen(0, "127.0.0.1")
  await once(server, "listening")
  const address = server.address()
  if (address === null || typeof address === "string") throw new Error("A TCP server has no port.")
  return {
    url: `http://127.0.0.1:${address.port}`,
    forwardTo: (url) => void ({ port } = new URL(url)),
    strike: (moment, victim) =>
      new Promise((resolve) => {
        const strike = () => {
          const names = new Set(underWay.values())
          victim()
          resolve(names)
        }
        armed = { moment, left: moment.after, strike }
      }),
    async close() {
      server.close()
      for (const socket of sockets) socket.destroy()
    },
  }
}
