import { once } from "node:events"
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { describe, expect, it } from "vitest"
import { start } from "./support/start.ts"

describe("the process", () => {
  it("answers and exits", async () => {
    const { exitCode, stdout, stderr } = await start(["--version"]).ended
    expect({ exitCode, stdout, stderr }).toEqual({
      exitCode: 0,
      stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/),
      stderr: "",
    })
  })

  it.each([["20.20.2"], ["22.22.1"], ["23.11.0"], ["24.14.0"]])(
    "says what it needs on Node %s: exit 1",
    async (version) => {
      const pretend = `Object.defineProperty(process.versions, "node", { value: "${version}" })`
      const ran = await start(["--version"], {
        node: ["--import", `data:text/javascript,${encodeURIComponent(pretend)}`],
      }).ended
      expect(ran).toMatchObject({ exitCode: 1, stdout: "" })
      expect(ran.stderr).toMatch(/^error: fleetprompt needs Node\.js 24\.15/)
    },
  )

  it("ends quietly where its reader is gone: exit 0", async () => {
    const { child, ended } = start(["help", "manifest"])
    child.stdout.destroy()
    expect(await ended).toMatchObject({ exitCode: 0, stderr: "" })
  })

  it("ends at the interrupt key while it waits for the registry: exit 130", async () => {
    const server = createServer()
    server.listen(0, "127.0.0.1")
    await once(server, "listening")
    const { port } = server.address() as AddressInfo
    const { child, ended } = start(["search"], { env: { FLEETPROMPT_URL: `http://127.0.0.1:${port}` } })
    await once(server, "request")
    child.kill("SIGINT")
    const ran = await ended
    server.closeAllConnections()
    server.close()
    expect(ran).toMatchObject({ exitCode: 130, stdout: "" })
    expect(ran.stderr).toMatch(/^error: Interrupted\./)
  })
})
