import { once } from "node:events"
import { mkdtemp, rm } from "node:fs/promises"
import { createServer, type Server, type Socket } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest"
import { systemKeyring } from "../../src/config/keyring.ts"

const program = fileURLToPath(new URL("../../src/bin.ts", import.meta.url))

// The real package, at a session bus that takes connections and never says a word.
describe.runIf(process.platform === "linux")("the keyring of a session that does not answer", () => {
  let folder: string
  let bus: Server
  const connected: Socket[] = []
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "fleetprompt-bus-"))
    bus = createServer((socket) => connected.push(socket)).listen(join(folder, "bus"))
    await once(bus, "listening")
    vi.stubEnv("DBUS_SESSION_BUS_ADDRESS", `unix:path=${join(folder, "bus")}`)
  })
  afterEach(async () => {
    vi.unstubAllEnvs()
    for (const socket of connected) socket.destroy()
    bus.close()
    await rm(folder, { recursive: true })
  })

  it("is given up, whatever is asked of it", async () => {
    const keyring = await systemKeyring(program)
    if (keyring === undefined) throw new Error("The optional package is not installed.")
    const answers = await Promise.allSettled([keyring.get("a"), keyring.set("a", "s"), keyring.remove("a")])
    expect(answers.map(({ status }) => status)).toEqual(["rejected", "rejected", "rejected"])
    expect(connected.length).toBeGreaterThan(0)
  })
})
