import { randomUUID } from "node:crypto"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { days } from "../support/clock.ts"
import { openSession } from "../support/device-login.ts"
import { engines } from "../support/engines.ts"
import { openRegistry, type TestRegistry } from "../support/registry.ts"
import { registerSigning } from "../support/signing-target.ts"
import { watchedStore } from "../support/watched-store.ts"
import { sessionCookie } from "../support/web-session.ts"

describe.each(engines)("T-REVOKED-2 · a credential nobody has, on $name", (engine) => {
  let registry: TestRegistry
  let asked: string[] = []
  beforeAll(async () => {
    registry = await openRegistry(engine, {}, ({ store }) => ({
      store: watchedStore(store, (what) => asked.push(what)),
    }))
  })
  afterAll(() => registry.close())

  /** What the database was asked to refuse a request with, and how that was answered. */
  const costOf = async (path: string, headers: Record<string, string>) => {
    asked = []
    const { status } = await registry.app.request(path, { headers })
    return { status, asked }
  }
  const bearer = (secret: string | undefined) => ({ authorization: `Bearer ${secret}` })
  const end = (table: string, where = "1 = 1") =>
    registry.rawSql(`UPDATE ${table} SET revoked_at_ms = 1 WHERE ${where}`)
  /** Refuses both, and expects that it took the same. */
  const expectAlike = async (path: string, unknown: Record<string, string>, ended: Record<string, string>) => {
    const [one, other] = [await costOf(path, unknown), await costOf(path, ended)]
    expect(one.status).toBe(401)
    expect(one.asked).not.toEqual([])
    expect(one).toEqual(other)
  }

  it("costs as many questions as one that was revoked or is over: a personal token", async () => {
    const { secrets } = registry.context
    const [revoked, over] = [await registry.as("alice"), await registry.as("bob")]
    await end("personal_tokens", "user_id = (SELECT user_id FROM users WHERE sub = 'alice')")
    await expectAlike("/v1/whoami", bearer(secrets.random("personalToken")), bearer(revoked.credential))
    registry.clock.advance(days(91))
    await expectAlike("/v1/whoami", bearer(secrets.random("personalToken")), bearer(over.credential))
  })

  it("and a CLI session", async () => {
    const { secret } = await openSession(registry, await registry.as("carol"))
    await end("cli_sessions")
    await expectAlike("/v1/whoami", bearer(registry.context.secrets.random("cliSession")), bearer(secret))
  })

  it("and a browser's session", async () => {
    const cookie = await sessionCookie(registry.context, await (await registry.as("dave")).userId())
    registry.clock.advance(days(8))
    const unknown = `__Host-fp_session=${registry.context.secrets.random("webSession")}`
    await expectAlike("/installs", { cookie: unknown }, { cookie })
  })

  it("and a target's secret", async () => {
    const whs = await registry.target("whs")
    await end("target_credentials")
    await expectAlike(
      "/v1/targets/self",
      bearer(registry.context.secrets.random("targetSecret")),
      bearer(whs.credential),
    )
  })

  it("and a target's key", async () => {
    const signing = await registerSigning(registry, await registry.moderator("ada", "admin"), "signs")
    const self = { method: "GET", path: "/v1/targets/self" }
    await end("target_credentials")
    const ended = bearer(await signing.sign(self))
    const unknown = bearer(await signing.sign(self, { header: { kid: randomUUID() } }))
    await expectAlike("/v1/targets/self", unknown, ended)
  })
})
