import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { startRegistry } from "../support/registry.ts"
import { installSome } from "../support/showcase.ts"
import { startTarget } from "../support/target.ts"
import { installInTarget, redeemAgain, takeInstallLink } from "./buyer.ts"
import { loadRealCatalog, publishExamples } from "./publisher.ts"
import { createTranscript } from "./transcript.ts"

/** The whole product in one go, with nothing mocked: three programs, talking HTTP. */
const folder = await mkdtemp(join(tmpdir(), "fleetprompt-demo-"))
const say = createTranscript((text) => process.stdout.write(text))
const running: { kill(signal: NodeJS.Signals): Promise<unknown> }[] = []

try {
  say.step("A registry starts on embedded SQLite")
  const registry = await startRegistry({ folder, env: { FLEETPROMPT_PUBLISHERS_PER_USER_MAX: "1000" } })
  running.push(registry.process)
  say.fact(registry.url)

  say.step("A catalogue of real tools is loaded")
  await loadRealCatalog(registry, say)

  say.step("A publisher brings the registry in step with three manifests")
  await publishExamples(registry, say)

  say.step("A target system joins: an agent workspace with its own members and rules")
  const bob = await registry.operate<{ token: string; iss: string; sub: string }>("token", "create", "--user", "bob")
  const target = await startTarget(registry, { name: "whs", folder, issuer: bob.iss })
  running.push(target.process)
  say.fact(target.url)

  say.step("A buyer finds an agent and takes an install link")
  const issued = await takeInstallLink(registry, bob, say)

  say.step("The target shows what would be imported, asks, redeems and imports")
  await installInTarget(registry, target, bob, issued, say)

  say.step("The same token is tried a second time")
  await redeemAgain(registry, target, bob, issued, say)

  say.step("Bob and Carol install more from the catalogue")
  const count = await installSome(registry, new Map([["whs", target.secret]]), ["acme/support-triage"])
  say.fact(`${count} more redemptions, so the marketplace has something to rank.`)
  say.fact(`${registry.url}/listings?sort=popular`)

  if (process.stdout.isTTY) await stayUp(registry, target.url)
  else say.fact("\n   That was all of it. On a terminal the registry would stay up.")
} finally {
  await Promise.all(running.map((program) => program.kill("SIGTERM")))
  await rm(folder, { recursive: true, force: true })
}

async function stayUp(registry: { url: string; token: string }, targetUrl: string): Promise<void> {
  say.step("It stays up until you press Ctrl-C")
  say.fact(`marketplace  ${registry.url}/`)
  say.fact(`a listing    ${registry.url}/listings/acme/support-triage`)
  say.fact(`target       ${targetUrl}`)
  say.fact(`export FLEETPROMPT_URL=${registry.url}`)
  say.fact(`export FLEETPROMPT_TOKEN=${registry.token}`)
  // A signal listener alone does not keep a process alive.
  const alive = setInterval(() => {}, 60_000)
  await new Promise<void>((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => resolve())
  })
  clearInterval(alive)
}
