import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { minutes } from "../support/clock.ts"
import { engines } from "../support/engines.ts"
import { type OidcProvider, startOidcProvider } from "../support/oidc-provider.ts"
import { callback, openWithSignIn, pathOf, sentToProvider } from "../support/provider-registry.ts"
import type { TestRegistry } from "../support/registry.ts"
import { type Seen, Visitor, wordsOf } from "../support/visitor.ts"
import { browserOf } from "../support/web-session.ts"

describe.each(engines)("T-SIGNIN-3 · signing in at the identity provider, on $name", (engine) => {
  let provider: OidcProvider
  let registry: TestRegistry
  let visitor: Visitor
  beforeAll(async () => {
    provider = await startOidcProvider(callback)
    registry = await openWithSignIn(engine, provider.issuer)
    visitor = new Visitor(registry.app)
  })
  afterAll(async () => {
    await registry.close()
    await provider.close()
  })

  const sessionIn = ({ headers }: Seen) =>
    /__Host-fp_session=fpws_\w{38}/.exec(headers.getSetCookie().join("\n"))?.[0] ?? ""
  const nameOn = async (cookie: string) => /Signed in as (\S+)/.exec(wordsOf(await visitor.get("/", { cookie })))?.[1]

  /** What the browser is answered when it comes back. */
  async function arrive(name: string, besides = ""): Promise<Seen> {
    const { location, cookie } = await sentToProvider(registry)
    return await visitor.get(pathOf(await provider.signIn(location, name)), { cookie: `${cookie}; ${besides}` })
  }

  it("shows one button, sends the browser there with what it needs, and begins a session when it comes back", async () => {
    const way = await visitor.get("/sign-in?returnTo=/installs")
    expect(wordsOf(way)).toContain(`Sign in with ${new URL(provider.issuer).host}`)
    expect(way.html).toContain('href="/sign-in/start?returnTo=%2Finstalls"')
    const sent = await visitor.get("/sign-in/start?returnTo=/installs")
    expect([sent.status, sent.headers.get("cache-control")]).toEqual([303, "no-store"])
    expect(sent.headers.get("set-cookie")).toMatch(
      /^__Host-fp_sign_in_[\w-]{12}=[\w.-]+; Path=\/; Max-Age=600; HttpOnly; SameSite=Lax; Secure$/,
    )
    const location = new URL(sent.headers.get("location") ?? "")
    expect(Object.fromEntries(location.searchParams)).toEqual({
      client_id: "fleetprompt",
      response_type: "code",
      redirect_uri: callback,
      scope: "openid",
      state: expect.stringMatching(/^[\w-]{43}$/),
      nonce: expect.stringMatching(/^[\w-]{43}$/),
      code_challenge: expect.stringMatching(/^[\w-]{43}$/),
      code_challenge_method: "S256",
    })
    const cookie = sent.headers.get("set-cookie")?.split(";")[0] ?? ""
    const back = await visitor.get(pathOf(await provider.signIn(location.href, "alice")), { cookie })
    expect([back.status, back.headers.get("location")]).toEqual([303, "/installs"])
    expect(back.headers.get("referrer-policy")).toBe("no-referrer")
    expect(back.headers.getSetCookie()).toEqual([
      expect.stringMatching(/^__Host-fp_session=fpws_\w{38}; Path=\/; Max-Age=604800; HttpOnly; SameSite=Lax; Secure$/),
      expect.stringMatching(/^__Host-fp_sign_in_[\w-]{12}=; Path=\/; Max-Age=0; .*Secure$/),
    ])
    expect(await nameOn(sessionIn(back))).toBe("alice")
    expect(await registry.rawSql("SELECT iss, sub FROM users")).toEqual([{ iss: provider.issuer, sub: "alice" }])
    expect(await registry.rawSql("SELECT action FROM audit_log ORDER BY seq")).toEqual([
      { action: "user.created" },
      { action: "web_session.created" },
    ])
  })

  it("knows a person again, whichever process sent the browser there, and ends the session it had", async () => {
    const first = await arrive("bob")
    const other = await openWithSignIn(engine, provider.issuer)
    const { location, cookie } = await sentToProvider(other)
    const path = pathOf(await provider.signIn(location, "bob"))
    const begun = await visitor.get(path, { cookie: `${cookie}; ${sessionIn(first)}` })
    await other.close()
    expect(await nameOn(sessionIn(begun))).toBe("bob")
    expect(await nameOn(sessionIn(first))).toBeUndefined()
    expect(await registry.rawSql("SELECT sub FROM users WHERE sub = 'bob'")).toHaveLength(1)
  })

  it("never takes over a session that the browser brought", async () => {
    const planted = `__Host-fp_session=${registry.context.secrets.random("webSession")}`
    const begun = await arrive("bob", planted)
    expect([begun.status, sessionIn(begun)]).toEqual([303, expect.not.stringContaining(planted)])
    expect(await nameOn(planted)).toBeUndefined()
  })

  it("takes a way back once, and in the browser that began it", async () => {
    const [mine, theirs] = [await sentToProvider(registry), await sentToProvider(registry)]
    const path = pathOf(await provider.signIn(mine.location, "bob"))
    const refused = [
      await visitor.get(path),
      await visitor.get(path, { cookie: theirs.cookie }),
      await visitor.get(path, { cookie: `${mine.cookie.slice(0, -2)}AA` }),
      await visitor.get(path, { cookie: `${mine.cookie}; ${mine.cookie}` }),
      await visitor.get("/sign-in/callback", { cookie: mine.cookie }),
    ]
    expect(await visitor.get(path, { cookie: mine.cookie })).toMatchObject({ status: 303 })
    refused.push(await visitor.get(path, { cookie: mine.cookie }))
    for (const seen of refused) {
      expect([seen.status, wordsOf(seen)]).toEqual([400, expect.stringContaining("good once, for ten minutes")])
      expect([seen.headers.get("set-cookie"), seen.headers.get("cache-control")]).toEqual([null, "no-store"])
    }
  })

  it("lets two tabs be on their way at once, and forgets the others of somebody who keeps beginning", async () => {
    const [one, other] = [await sentToProvider(registry), await sentToProvider(registry)]
    const both = { cookie: `${one.cookie}; ${other.cookie}` }
    for (const { location } of [other, one]) {
      const back = await visitor.get(pathOf(await provider.signIn(location, "bob")), both)
      expect([back.status, await nameOn(sessionIn(back))]).toEqual([303, "bob"])
    }
    const names = ["a", "b", "c", "d", "e"].map((name) => `__Host-fp_sign_in_${name}`)
    const dropped = async (held: string[]) => {
      const cookie = held.map((name) => `${name}=x`).join("; ")
      const cookies = (await visitor.get("/sign-in/start", { cookie })).headers.getSetCookie()
      return cookies.filter((text) => text.includes("Max-Age=0")).map((text) => text.slice(0, text.indexOf("=")))
    }
    expect(await dropped(names.slice(1))).toEqual([])
    expect(await dropped(names)).toEqual(names)
  })

  it("takes no answer in the name of another provider, and none without a name where it gives one", async () => {
    for (const iss of ["https://evil.example", undefined]) {
      const { location, cookie } = await sentToProvider(registry)
      const back = await provider.signIn(location, "bob")
      back.searchParams.delete("iss")
      if (iss !== undefined) back.searchParams.set("iss", iss)
      const seen = await visitor.get(pathOf(back), { cookie })
      expect([seen.status, wordsOf(seen)]).toEqual([400, expect.stringContaining("did not prove who you are")])
      expect(seen.headers.getSetCookie()).toEqual([expect.stringMatching(/^__Host-fp_sign_in_[\w-]{12}=; /)])
    }
  })

  it("leads back to a page of ours and nowhere else", async () => {
    const elsewhere = [
      "//evil.example",
      "/\\evil.example",
      "/\t/evil.example",
      "/.//evil.example",
      "https://evil.example",
    ]
    const led = []
    for (const returnTo of [...elsewhere, "/listings?q=a%26b"]) {
      const path = `/sign-in/start?${new URLSearchParams({ returnTo })}`
      const { location, cookie } = await sentToProvider(registry, path)
      const back = await visitor.get(pathOf(await provider.signIn(location, "bob")), { cookie })
      led.push(back.headers.get("location"))
    }
    expect(led).toEqual([...elsewhere.map(() => "/"), "/listings?q=a%26b"])
  })

  it("refuses a locked account without a session", async () => {
    expect(await nameOn(sessionIn(await arrive("eve")))).toBe("eve")
    await registry.rawSql("UPDATE users SET locked_at_ms = 1 WHERE sub = 'eve'")
    const refused = await arrive("eve")
    expect([refused.status, wordsOf(refused)]).toEqual([403, expect.stringContaining("The account is locked")])
    expect(sessionIn(refused)).toBe("")
  })

  it("tells calmly that the provider let nobody in, in its words and never in those of a link's maker", async () => {
    const { location, cookie } = await sentToProvider(registry)
    const back = await provider.abort(location)
    const told = await visitor.get(pathOf(back), { cookie })
    expect([told.status, wordsOf(told)]).toEqual([400, expect.stringContaining("End-User aborted interaction")])
    const mark = "<script>alert(1)</script>\u202egnp.exe"
    back.searchParams.set("error_description", mark)
    const hostile = await visitor.get(pathOf(back), { cookie })
    expect(hostile.html).toContain("&lt;script&gt;alert(1)&lt;/script&gt;")
    expect(hostile.html).not.toMatch(/<script>alert|\u202e/)
    back.searchParams.set("state", "of-nobody")
    expect(wordsOf(await visitor.get(pathOf(back), { cookie }))).not.toContain("alert")
  })

  it("signs out here, and says where to sign out of the provider", async () => {
    const browser = await browserOf(registry, await registry.as("carol"))
    const ended = await browser.send("/sign-out", {})
    expect([ended.status, ended.headers.get("location")]).toEqual([303, "/sign-in?left=yes"])
    const { html } = await visitor.get("/sign-in?left=yes")
    expect(html).toContain(`href="${provider.issuer}/session/end?client_id=fleetprompt"`)
  })

  it("writes neither codes nor states into the log", async () => {
    const { location, cookie } = await sentToProvider(registry)
    const back = await provider.signIn(location, "bob")
    await visitor.get(pathOf(back), { cookie })
    await visitor.get(pathOf(back), { cookie })
    const logged = JSON.stringify(registry.logged)
    for (const secret of [back.searchParams.get("code"), back.searchParams.get("state"), cookie.split("=")[1]]) {
      expect(secret).toMatch(/^\S{16,}$/)
      expect(logged).not.toContain(secret)
    }
  })

  it("takes none after ten minutes", async () => {
    const { location, cookie } = await sentToProvider(registry)
    const path = pathOf(await provider.signIn(location, "bob"))
    registry.clock.advance(minutes(10) + 1_000)
    const seen = await visitor.get(path, { cookie })
    expect([seen.status, wordsOf(seen)]).toEqual([400, expect.stringContaining("good once, for ten minutes")])
  })
})
