import { generateKeyPairSync } from "node:crypto"
import type { TargetSelf, TargetSettings } from "@fleetprompt/sdk/contracts"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { Caller } from "../support/caller.ts"
import { engines } from "../support/engines.ts"
import { openRegistry, type TestRegistry } from "../support/registry.ts"
import { type Seen, type Visitor, wordsOf } from "../support/visitor.ts"
import { browserOf } from "../support/web-session.ts"

describe.each(engines)("T-ADMIN-2 · people and targets on pages, on $name", (engine) => {
  let registry: TestRegistry
  let ada: Caller
  let admin: Visitor
  beforeAll(async () => {
    registry = await openRegistry(engine)
    ada = await registry.moderator("ada", "admin")
    admin = await browserOf(registry, ada)
  })
  afterAll(() => registry.close())

  const look = async (path: string) => wordsOf(await admin.get(path))
  const send = async (path: string, fields: Record<string, string> = {}) => {
    const { status, headers, html } = await admin.send(path, fields)
    return { status, to: headers.get("location"), words: wordsOf({ html }), headers }
  }
  const secretIn = ({ html }: Pick<Seen, "html">) => /fpts_\w{38}/.exec(html)?.[0] ?? ""
  const keyIn = ({ html }: Seen) => /name="key" value="([^"]+)"/.exec(html)?.[1] ?? ""
  const versionIn = ({ html }: Seen) => /name="rowVersion" value="(\d+)"/.exec(html)?.[1] ?? ""

  it("finds somebody by name or id, and shows who has a role or a lock", async () => {
    const bobsId = await (await registry.as("bob")).userId()
    for (const q of ["bob", bobsId]) expect(await look(`/admin/people?q=${q}`)).toContain(bobsId)
    expect(await look("/admin/people?q=bo")).toContain("Nobody is called that")
    const notable = await look("/admin/people")
    expect(notable).toContain(await ada.userId())
    expect(notable).not.toContain(bobsId)
  })

  it("locks an account out and lets it in again, and nobody locks their own", async () => {
    const bob = await registry.as("bob")
    const [path, confirm] = [`/admin/people/${await bob.userId()}`, await bob.userId()]
    expect((await send(`${path}/lock`, { reason: "spam", confirm: "bob" })).status).toBe(422)
    expect(await send(`${path}/lock`, { reason: "spam", confirm })).toMatchObject({ to: `${path}?done=locked` })
    expect((await bob.get("/v1/whoami")).status).toBe(403)
    expect(await look(path)).toMatch(/Locked .* UTC Because It is spam/)
    expect(await send(`${path}/unlock`)).toMatchObject({ to: `${path}?done=unlocked` })
    expect((await bob.get("/v1/whoami")).status).toBe(200)
    const adasId = await ada.userId()
    const own = await send(`/admin/people/${adasId}/lock`, { reason: "spam", confirm: adasId })
    expect([own.status, own.words]).toEqual([422, expect.stringContaining("Nobody locks their own account")])
  })

  it("gives a role and takes it away, from the next page on", async () => {
    const carol = await registry.as("carol")
    const browser = await browserOf(registry, carol)
    const path = `/admin/people/${await carol.userId()}/role`
    const met = []
    for (const role of ["reader", "none"]) {
      expect((await send(path, { role })).status).toBe(303)
      met.push((await browser.get("/admin")).status)
    }
    expect(met).toEqual([200, 404])
    expect((await send(path, { role: "king" })).status).toBe(422)
  })

  it("registers a target and shows its secret this once, whose requests are then let in", async () => {
    const key = keyIn(await admin.get("/admin/new-target"))
    const fields = { name: "whs", targetSystem: "whs", landingUrl: "https://whs.example/install", publicKey: "", key }
    const unsafe = await send("/admin/new-target", { ...fields, landingUrl: "http://whs.example/install" })
    expect([unsafe.status, unsafe.words]).toEqual([422, expect.stringContaining("The target was not registered")])
    const shown = await admin.send("/admin/new-target", fields)
    expect([shown.status, shown.headers.get("cache-control")]).toEqual([201, "no-store"])
    const secret = secretIn(shown)
    const self = await new Caller(registry.app, secret).get<TargetSelf>("/v1/targets/self")
    expect([self.status, self.body.name]).toEqual([200, "whs"])
    expect(secretIn(await admin.send("/admin/new-target", fields))).toBe(secret)
    const taken = await send("/admin/new-target", { ...fields, key: keyIn(await admin.get("/admin/new-target")) })
    expect([taken.status, taken.words]).toEqual([422, expect.stringContaining("Name :")])
    expect((await admin.get("/admin/targets/whs")).html).not.toContain(secret)
    expect(JSON.stringify(registry.logged)).not.toContain(secret)
  })

  it("adds a public key, and takes no private one nor shows it again", async () => {
    const path = "/admin/targets/whs"
    const { publicKey, privateKey } = generateKeyPairSync("ed25519")
    const [publicJwk, privateJwk] = [publicKey.export({ format: "jwk" }), privateKey.export({ format: "jwk" })]
    const key = keyIn(await admin.get(path))
    const fields = { publicKey: JSON.stringify(privateJwk), overlapDays: "2", key }
    const refused = await admin.send(`${path}/credentials`, fields)
    expect([refused.status, wordsOf(refused)]).toEqual([422, expect.stringContaining("with no private part")])
    expect(refused.html).not.toContain(privateJwk.d)
    const { kty = "", crv = "", x = "" } = publicJwk
    const added = await send(`${path}/credentials`, { ...fields, publicKey: JSON.stringify({ kty, crv, x }) })
    expect(added).toMatchObject({ status: 303, to: `${path}?done=added` })
    for (const row of [/key today live never/, /secret today ends 2 Feb 2026/]) expect(await look(path)).toMatch(row)
    const third = await send(`${path}/credentials`, { overlapDays: "2", key: `${key}-2` })
    expect([third.status, third.words]).toEqual([422, expect.stringContaining("2 live credentials")])
  })

  it("ends a credential for who types the name, and shows when each was last used", async () => {
    const path = "/admin/targets/whs"
    const { body } = await ada.get<TargetSettings>("/v1/targets/whs/settings")
    const secret = body.credentials.find(({ kind }) => kind === "secret")?.credentialId
    await registry.context.credentialUses.flush(registry.context)
    expect(await look(path)).toMatch(/secret today ends 2 Feb 2026, 00:00 UTC 31 Jan 2026, 00:00 UTC/)
    const revocation = `${path}/credentials/${secret}/revocation`
    expect((await send(revocation, { confirm: "wh" })).status).toBe(422)
    expect(await send(revocation, { confirm: "whs" })).toMatchObject({ status: 303 })
    expect(await look(path)).toContain("secret today revoked")
  })

  it("changes settings that nobody changed meanwhile", async () => {
    const path = "/admin/targets/whs"
    const rowVersion = versionIn(await admin.get(path))
    const settings = { landingUrl: "https://new.example/in", assetKinds: "whs_agent\nspec_asset", tokenMinutesMax: "5" }
    const fields = { ...settings, requireBuyerMatch: "yes", isDefault: "yes", authentication: "key", rowVersion }
    expect(await send(path, { ...fields, tokenMinutesMax: "500" })).toMatchObject({ status: 422 })
    expect(await send(path, fields)).toMatchObject({ status: 303, to: `${path}?done=saved` })
    expect(await look(path)).toContain("https://new.example/in")
    expect((await send(path, { ...fields, tokenMinutesMax: "6" })).status).toBe(412)
    const noDefault = { ...fields, rowVersion: versionIn(await admin.get(path)) }
    const { isDefault: _isDefault, ...without } = noDefault
    const refused = await send(path, without)
    expect([refused.status, refused.words]).toEqual([422, expect.stringContaining("Make another target of the system")])
  })

  it("shuts a target out and lets it in again", async () => {
    const path = "/admin/targets/whs"
    expect((await send(`${path}/disable`, { confirm: "no" })).status).toBe(422)
    expect(await send(`${path}/disable`, { confirm: "whs" })).toMatchObject({ to: `${path}?done=disabled` })
    expect(await look("/admin/targets")).toContain("disabled")
    expect(await send(`${path}/enable`)).toMatchObject({ to: `${path}?done=enabled` })
    expect(await look("/admin/targets")).not.toContain("disabled")
  })
})
