import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { purgeWebSessions } from "../../src/domain/web-sessions/purge.ts"
import { days, hours, minutes } from "../support/clock.ts"
import { engines } from "../support/engines.ts"
import { openRegistry, type TestRegistry } from "../support/registry.ts"
import { type Seen, Visitor, wordsOf } from "../support/visitor.ts"
import { browserOf, signInPath } from "../support/web-session.ts"

describe.each(engines)("T-SIGNIN-1 · signing in with a browser, on $name", (engine) => {
  let registry: TestRegistry
  let visitor: Visitor
  beforeAll(async () => {
    registry = await openRegistry(engine)
    visitor = new Visitor(registry.app)
  })
  afterAll(() => registry.close())

  const pathFor = async (name: string) => signInPath(registry.context, await (await registry.as(name)).userId())
  const cookieIn = ({ headers }: Seen) => headers.get("set-cookie")?.split(";")[0] ?? ""
  const nameOn = async (browser: Visitor) => /Signed in as (\S+)/.exec(wordsOf(await browser.get("/")))?.[1]

  it("asks whom the link is for, and takes a click on our own page", async () => {
    const path = await pathFor("alice")
    const asked = await visitor.get(path)
    expect(wordsOf(asked)).toContain("Sign in as alice ?")
    expect(asked.headers.get("cache-control")).toBe("no-store")
    expect(asked.headers.get("referrer-policy")).toBe("no-referrer")
    expect(asked.headers.get("set-cookie")).toBeNull()
    const elsewhere = await visitor.send(path, {}, { "sec-fetch-site": "cross-site" })
    expect([elsewhere.status, elsewhere.headers.get("set-cookie")]).toEqual([403, null])
    const begun = await visitor.send(path, {})
    expect([begun.status, begun.headers.get("location")]).toEqual([303, "/"])
    expect(begun.headers.get("set-cookie")).toMatch(
      /^__Host-fp_session=fpws_\w{38}; Path=\/; Max-Age=604800; HttpOnly; SameSite=Lax; Secure$/,
    )
    const browser = new Visitor(registry.app, { cookie: cookieIn(begun) })
    expect(await nameOn(browser)).toBe("alice")
    expect(await nameOn(visitor)).toBeUndefined()
  })

  it("is good once and for ten minutes", async () => {
    const [path, late] = [await pathFor("alice"), await pathFor("alice")]
    const sent = await Promise.all(Array.from({ length: 5 }, () => visitor.send(path, {})))
    expect(sent.map(({ status }) => String(status)).toSorted()).toEqual(["303", "410", "410", "410", "410"])
    expect((await visitor.get(path)).status).toBe(410)
    registry.clock.advance(minutes(10))
    for (const spent of [await visitor.get(late), await visitor.send(late, {}), await visitor.get("/sign-in/link")]) {
      expect([spent.status, wordsOf(spent)]).toEqual([410, expect.stringContaining("This link does not work")])
    }
  })

  it("never takes over a session that the browser brought, and ends the one it had", async () => {
    const planted = `__Host-fp_session=${registry.context.secrets.random("webSession")}`
    const begun = await visitor.send(await pathFor("alice"), {}, { cookie: planted })
    expect(cookieIn(begun)).not.toBe(planted)
    expect(await nameOn(new Visitor(registry.app, { cookie: planted }))).toBeUndefined()
    const before = new Visitor(registry.app, { cookie: cookieIn(begun) })
    expect(wordsOf(await before.get(await pathFor("bob")))).toContain("You are signed in as alice")
    const after = await before.send(await pathFor("bob"), {})
    expect(await nameOn(before)).toBeUndefined()
    expect(await nameOn(new Visitor(registry.app, { cookie: cookieIn(after) }))).toBe("bob")
    const two = await visitor.get("/", { cookie: `${cookieIn(after)}; ${planted}` })
    expect(wordsOf(two)).not.toContain("Signed in as")
  })

  it("ends for good with signing out, whatever the browser keeps", async () => {
    const browser = await browserOf(registry, await registry.as("alice"))
    const elsewhere = await browser.send("/sign-out", {}, { "sec-fetch-site": "cross-site" })
    expect([elsewhere.status, await nameOn(browser)]).toEqual([403, "alice"])
    const ended = await browser.send("/sign-out", {})
    expect(ended.headers.get("set-cookie")).toMatch(/^__Host-fp_session=; Path=\/; Max-Age=0; HttpOnly; .*Secure$/)
    expect(await nameOn(browser)).toBeUndefined()
  })

  it("ends after twelve hours without use, and after seven days in all", async () => {
    const [idle, busy] = [
      await browserOf(registry, await registry.as("a")),
      await browserOf(registry, await registry.as("b")),
    ]
    const { webSessionUses } = registry.context
    for (let day = 0; day < 14; day++) {
      registry.clock.advance(hours(12) - minutes(6))
      expect(await nameOn(busy)).toBe("b")
      await webSessionUses.flush(registry.context)
    }
    expect(await nameOn(idle)).toBeUndefined()
    registry.clock.advance(minutes(14 * 6))
    expect(await nameOn(busy)).toBeUndefined()
    expect(await purgeWebSessions(registry.context)).toBeGreaterThan(1)
    expect(await registry.rawSql("SELECT 1 FROM web_sessions")).toEqual([])
    registry.clock.advance(days(1))
  })

  it("is over while the account is locked, from the next request on, and no link helps", async () => {
    const eve = await registry.as("eve")
    const browser = await browserOf(registry, eve)
    const [userId, path] = [await eve.userId(), await pathFor("eve")]
    await registry.rawSql(`UPDATE users SET locked_at_ms = 1 WHERE user_id = '${userId}'`)
    expect(await nameOn(browser)).toBeUndefined()
    const refused = await visitor.send(path, {})
    expect([refused.status, refused.headers.get("set-cookie")]).toEqual([403, null])
  })

  it("leads back to a page of ours and nowhere else", async () => {
    const safe = ["/installs", "/device?code=BBBB-BBBB", "/listings?q=a%26b"]
    const elsewhere = ["//evil.example", "/\\evil.example", "/\t/evil.example", "/.//evil.example", "/./\\evil.example"]
    const others = ["https://evil.example", "javascript:alert(1)", "evil", "", "https://registry.example.evil.example/"]
    const wanted = [...safe, ...[...elsewhere, ...others].map(() => "/")]
    const given = [...safe, ...elsewhere, ...others]
    const led = []
    for (const returnTo of given) {
      const path = `${await pathFor("alice")}&${new URLSearchParams({ returnTo })}`
      led.push((await visitor.send(path, {})).headers.get("location"))
    }
    expect(led).toEqual(wanted)
  })

  it("shows nobody a page that was drawn for somebody else", async () => {
    await (await registry.as("alice")).shelve("acme/triage")
    const browser = await browserOf(registry, await registry.as("alice"))
    const own = await browser.get("/listings/acme/triage")
    expect(own.headers.get("cache-control")).toBe("private, no-cache")
    expect(wordsOf(own)).toContain("Signed in as alice")
    expect(wordsOf(await visitor.get("/listings/acme/triage"))).not.toContain("alice")
  })
})
