import { scopes, type CliSession, type DeviceLogin, type Whoami } from "@fleetprompt/sdk/contracts"
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest"
import { purgeDeviceLogins } from "../../src/domain/sessions/purge.ts"
import { expectRefusal } from "../support/answers.ts"
import { Caller } from "../support/caller.ts"
import { minutes } from "../support/clock.ts"
import { challengeOf, poll, signedIn, startLogin, trustingVerifier, verifier } from "../support/device-login.ts"
import { engines } from "../support/engines.ts"
import { openRegistry, type TestRegistry } from "../support/registry.ts"

describe.each(engines)("T-DEVICE-1 · a program signs in by a device login, on $name", (engine) => {
  let registry: TestRegistry
  let alice: Caller
  beforeAll(async () => {
    registry = await openRegistry(engine, {}, ({ nowMs }) => ({ accessTokens: trustingVerifier(nowMs) }))
  })
  beforeEach(() => {
    alice = signedIn(registry, "alice")
  })
  afterAll(() => registry.close())

  const approve = (userCode: string, who = alice) =>
    who.request<DeviceLogin>("POST", `/v1/auth/device/${userCode}/approve`)

  it("gets a code to show, and a page that takes it", async () => {
    const started = await startLogin(registry)
    expect(started.deviceCode).toMatch(/^fpdc_[0-9A-Za-z]{38}$/)
    expect(started.userCode).toMatch(/^[BCDFGHJKLMNPQRSTVWXZ]{4}-[BCDFGHJKLMNPQRSTVWXZ]{4}$/)
    expect(started).toMatchObject({
      verificationUri: "https://registry.example/device",
      verificationUriComplete: `https://registry.example/device?code=${started.userCode}`,
      intervalMs: 5_000,
      expiresAtMs: registry.clock.nowMs() + minutes(10),
    })
  })

  it("shows who is asked what it is, what it wants and where it is", async () => {
    const { userCode, expiresAtMs } = await startLogin(registry, ["listing:read", "release:publish"])
    const { body } = await alice.get<DeviceLogin>(`/v1/auth/device/${userCode.replace("-", "").toLowerCase()}`)
    expect(body).toEqual({
      userCode,
      status: "pending",
      clientName: "fleetprompt on laptop",
      scopes: ["listing:read", "release:publish"],
      requestedFrom: "",
      createdAtMs: registry.clock.nowMs(),
      expiresAtMs,
    })
  })

  it("waits until it is approved, and then acts for the one who approved, within the scopes they saw", async () => {
    const { deviceCode, userCode } = await startLogin(registry)
    expectRefusal(await poll(registry, deviceCode), 400, "AUTHORIZATION_PENDING")
    expect((await approve(userCode)).body.status).toBe("approved")
    const { body } = await poll(registry, deviceCode)
    expect(body.secret).toMatch(/^fpcl_[0-9A-Za-z]{38}$/)
    const program = new Caller(registry.app, body.secret)
    const me = (await program.get<Whoami>("/v1/whoami")).body
    expect(me.userId).toBe(await alice.userId())
    expect(me.credential).toMatchObject({ kind: "cli_session", tokenId: null, name: "fleetprompt on laptop" })
    expect(me.credential.scopes).toEqual(["listing:read"])
    expectRefusal(await program.claim("acme"), 403, "INSUFFICIENT_SCOPE")
  })

  it("is told where it is denied", async () => {
    const { deviceCode, userCode } = await startLogin(registry)
    await alice.request("POST", `/v1/auth/device/${userCode}/deny`)
    expectRefusal(await poll(registry, deviceCode), 400, "ACCESS_DENIED")
    expectRefusal(await approve(userCode), 404, "NOT_FOUND")
  })

  it("gets the same session and secret again where the reply was lost", async () => {
    const { deviceCode, userCode } = await startLogin(registry)
    await approve(userCode)
    const first = await poll(registry, deviceCode)
    expect((await poll(registry, deviceCode)).body).toEqual(first.body)
  })

  it("gets one session, however many polls come at once", async () => {
    const { deviceCode, userCode } = await startLogin(registry)
    await approve(userCode)
    const before = (await alice.get<{ data: CliSession[] }>("/v1/auth/sessions?limit=100")).body.data.length
    const answers = await Promise.all(Array.from({ length: 10 }, () => poll(registry, deviceCode)))
    expect(new Set(answers.map(({ body }) => body.secret)).size).toBe(1)
    const after = (await alice.get<{ data: CliSession[] }>("/v1/auth/sessions?limit=100")).body.data.length
    expect(after).toBe(before + 1)
  })

  it("is approved by one person, however many approve at once", async () => {
    const { userCode } = await startLogin(registry)
    const people = Array.from({ length: 6 }, (_, number) => signedIn(registry, `person-${number}`))
    const statuses = (await Promise.all(people.map((person) => approve(userCode, person)))).map(({ status }) => status)
    expect(statuses.toSorted((one, other) => one - other)).toEqual([200, 404, 404, 404, 404, 404])
  })

  it("learns nothing without the verifier, and moves nothing", async () => {
    const { deviceCode, userCode } = await startLogin(registry)
    const other = `${verifier}-of-somebody-else`
    for (let tries = 0; tries < 3; tries++) {
      expectRefusal(await poll(registry, deviceCode, other), 400, "DEVICE_CODE_INVALID")
    }
    expectRefusal(await poll(registry, deviceCode), 400, "AUTHORIZATION_PENDING")
    await approve(userCode)
    expectRefusal(await poll(registry, deviceCode, other), 400, "DEVICE_CODE_INVALID")
    expectRefusal(await poll(registry, deviceCode, challengeOf(verifier)), 400, "DEVICE_CODE_INVALID")
    expect((await poll(registry, deviceCode)).status).toBe(200)
  })

  it.each(["fpdc_x", `fpdc_${"0".repeat(38)}`, `fpat_${"0".repeat(38)}`])("is unknown by the code %s", async (code) => {
    expectRefusal(await poll(registry, code), 400, "DEVICE_CODE_INVALID")
  })

  it("is told to slow down where it polls too soon, by five seconds each time", async () => {
    const { deviceCode } = await startLogin(registry)
    expectRefusal(await poll(registry, deviceCode), 400, "AUTHORIZATION_PENDING")
    registry.clock.advance(3_000)
    expectRefusal(await poll(registry, deviceCode), 400, "SLOW_DOWN")
    registry.clock.advance(5_000)
    expectRefusal(await poll(registry, deviceCode), 400, "SLOW_DOWN")
    registry.clock.advance(15_000)
    expectRefusal(await poll(registry, deviceCode), 400, "AUTHORIZATION_PENDING")
  })

  it("has ten minutes, approved or not", async () => {
    const [waiting, approved] = [await startLogin(registry), await startLogin(registry)]
    await approve(approved.userCode)
    registry.clock.advance(minutes(10))
    expectRefusal(await poll(registry, waiting.deviceCode), 400, "DEVICE_CODE_EXPIRED")
    expectRefusal(await poll(registry, approved.deviceCode), 400, "DEVICE_CODE_EXPIRED")
    expectRefusal(await approve(waiting.userCode), 404, "NOT_FOUND")
    registry.clock.advance(minutes(61))
    await purgeDeviceLogins(registry.context)
    expectRefusal(await poll(registry, waiting.deviceCode), 400, "DEVICE_CODE_INVALID")
  })

  it("keeps no code and no secret but as a hash", async () => {
    const { deviceCode, userCode } = await startLogin(registry, [...scopes])
    await approve(userCode)
    const { secret } = (await poll(registry, deviceCode)).body
    const kept = JSON.stringify([
      await registry.rawSql("SELECT * FROM device_logins"),
      await registry.rawSql("SELECT * FROM cli_sessions"),
      await registry.rawSql("SELECT * FROM audit_log"),
      registry.logged,
    ])
    for (const text of [deviceCode, secret, verifier]) expect(kept).not.toContain(text)
  })

  it("may not call itself by what looks like a secret", async () => {
    const body = {
      codeChallenge: challengeOf(verifier),
      scopes: ["listing:read"],
      clientName: `fpat_${"0".repeat(38)}`,
    }
    expectRefusal(await registry.anonymous.request("POST", "/v1/auth/device", body), 422, "SECRET_DETECTED")
  })
})
