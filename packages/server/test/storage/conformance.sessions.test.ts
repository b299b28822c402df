import { afterAll, beforeAll, describe, expect, it } from "vitest"
import type { Store } from "../../src/domain/store.ts"
import { engines, type OpenDatabase } from "../support/engines.ts"
import { aUser, hashOf } from "../support/records.ts"
import { aDeviceLogin, aSession, aSignInLink, aWebSession } from "../support/session-records.ts"

describe.each(engines)("sessions and what begins one, on $name", (engine) => {
  const user = aUser()
  let database: OpenDatabase
  beforeAll(async () => {
    database = await engine.open()
    await database.store.transaction((tx) => tx.users.insert(user))
  })
  afterAll(() => database.drop())

  const transaction: Store["transaction"] = (work) => database.store.transaction(work)

  describe("of programs", () => {
    const stored = async (given: Parameters<typeof aSession>[1] = {}) => {
      const session = aSession(user, given)
      await transaction((tx) => tx.sessions.insert(session))
      return session
    }

    it("come back as they were stored, by id, and by hash together with their user", async () => {
      const session = await stored({
        clientName: "Zoë's laptop; drop table users; --",
        lastUsedAtMs: 5,
        revokedAtMs: 9,
      })
      const { sessions } = database.store.read
      expect(await sessions.find(session.sessionId)).toEqual(session)
      expect(await sessions.findByHash(session.secretHash)).toEqual({ session, user })
      expect(await sessions.find("ses_none")).toBeUndefined()
      expect(await sessions.findByHash(hashOf("another"))).toBeUndefined()
    })

    it("are listed newest first, past a cursor, and counted as live until they are revoked", async () => {
      const owner = aUser()
      await transaction((tx) => tx.users.insert(owner))
      const [oldest, middle, newest] = [1, 2, 3].map((createdAtMs) => aSession(owner, { createdAtMs }))
      await transaction(async (tx) => {
        for (const each of [oldest, middle, newest]) if (each) await tx.sessions.insert(each)
      })
      const page = (after: { atMs: number; id: string } | undefined) =>
        database.store.read.sessions.listOfUser(owner.userId, { after, limit: 2 })
      expect(await page(undefined)).toEqual([newest, middle])
      expect(await page({ atMs: 2, id: middle?.sessionId ?? "" })).toEqual([oldest])
      await transaction((tx) => tx.sessions.revoke(middle?.sessionId ?? "", 7))
      const live = await transaction((tx) => tx.sessions.listLive(owner.userId))
      expect(new Set(live)).toEqual(new Set([oldest, newest]))
    })

    it("are revoked once, and their last use moves forward alone", async () => {
      const session = await stored()
      const revoke = (nowMs: number) => transaction((tx) => tx.sessions.revoke(session.sessionId, nowMs))
      expect([await revoke(7), await revoke(8)]).toEqual([true, false])
      for (const usedAtMs of [2_000, 5_000, 3_000]) {
        await transaction((tx) => tx.sessions.noteUse(session.sessionId, usedAtMs))
      }
      expect(await database.store.read.sessions.find(session.sessionId)).toEqual({
        ...session,
        revokedAtMs: 7,
        lastUsedAtMs: 5_000,
      })
    })

    it("are nobody's never, have a hash of their own, and hold no secret in the clear", async () => {
      const session = await stored()
      const insert = (bad: typeof session) => transaction((tx) => tx.sessions.insert(bad))
      await expect(insert(aSession(aUser()))).rejects.toThrow(/foreign key/i)
      await expect(insert(aSession(user, { secretHash: session.secretHash }))).rejects.toThrow(/unique/i)
      await expect(insert(aSession(user, { secretHash: "fpcl_in-the-clear" }))).rejects.toThrow(/check/i)
    })
  })

  describe("of programs that ask for one", () => {
    const stored = async (given: Parameters<typeof aDeviceLogin>[0] = {}) => {
      const login = aDeviceLogin(given)
      expect(await transaction((tx) => tx.deviceLogins.insert(login))).toBe(true)
      return login
    }
    const find = (userCode: string, nowMs: number) => database.store.read.deviceLogins.findPending(userCode, nowMs)
    const lock = (hash: string) => transaction((tx) => tx.deviceLogins.lockByCode(hash))

    it("are found by their code until their time is up, to the millisecond", async () => {
      const login = await stored({ expiresAtMs: 100 })
      expect(await find(login.userCode, 99)).toEqual(login)
      expect(await find(login.userCode, 100)).toBeUndefined()
      expect(await lock(login.deviceCodeHash)).toEqual(login)
      expect(await lock(hashOf("another"))).toBeUndefined()
    })

    it("leave a code to the one that has it", async () => {
      const { userCode } = await stored()
      expect(await transaction((tx) => tx.deviceLogins.insert(aDeviceLogin({ userCode })))).toBe(false)
    })

    it("are decided once, by one of many who decide at the same time", async () => {
      const login = await stored()
      const decided = await Promise.all(
        Array.from({ length: 20 }, (_, at) =>
          transaction((tx) => tx.deviceLogins.decide(login.loginId, at % 2 ? "approved" : "denied", user.userId)),
        ),
      )
      expect(decided.filter(Boolean)).toHaveLength(1)
      expect(await find(login.userCode, 0)).toBeUndefined()
    })

    it("remember the last poll, and the session that came of them, where they were approved", async () => {
      const [login, denied] = [await stored(), await stored()]
      const session = aSession(user)
      await transaction(async (tx) => {
        await tx.sessions.insert(session)
        await tx.deviceLogins.decide(login.loginId, "approved", user.userId)
        await tx.deviceLogins.decide(denied.loginId, "denied", user.userId)
        await tx.deviceLogins.notePoll(login.loginId, 77, 10_000)
        await tx.deviceLogins.giveSession(login.loginId, session.sessionId)
      })
      expect(await lock(login.deviceCodeHash)).toEqual({
        ...login,
        status: "approved",
        userId: user.userId,
        polledAtMs: 77,
        intervalMs: 10_000,
        sessionId: session.sessionId,
      })
      const give = transaction((tx) => tx.deviceLogins.giveSession(denied.loginId, session.sessionId))
      await expect(give).rejects.toThrow(/check/i)
    })

    it("wait for each other where two hold the same one", async () => {
      const { deviceCodeHash } = await stored()
      const steps: string[] = []
      const held = (name: string) =>
        transaction(async (tx) => {
          await tx.deviceLogins.lockByCode(deviceCodeHash)
          steps.push(`${name} in`)
          for (let turn = 0; turn < 20; turn++) await tx.users.find(user.userId)
          steps.push(`${name} out`)
        })
      await Promise.all([held("one"), held("other")])
      expect(steps.map((step) => step.split(" ")[1])).toEqual(["in", "out", "in", "out"])
    })

    it("are forgotten once their time was up before a moment", async () => {
      const [gone, kept] = [await stored({ expiresAtMs: 40 }), await stored({ expiresAtMs: 50 })]
      expect(await transaction((tx) => tx.deviceLogins.purge(50))).toBe(1)
      expect([await lock(gone.deviceCodeHash), await lock(kept.deviceCodeHash)]).toEqual([undefined, kept])
    })
  })

  describe("of browsers", () => {
    const stored = async (given: Parameters<typeof aWebSession>[1] = {}) => {
      const session = aWebSession(user, given)
      await transaction((tx) => tx.webSessions.insert(session))
      return session
    }
    const find = (hash: string) => database.store.read.webSessions.findByHash(hash)

    it("come back by hash together with their user, and their last use moves forward alone", async () => {
      const session = await stored({ lastUsedAtMs: 1_000 })
      for (const usedAtMs of [5_000, 3_000]) {
        await transaction((tx) => tx.webSessions.noteUse(session.sessionId, usedAtMs))
      }
      expect(await find(session.secretHash)).toEqual({ session: { ...session, lastUsedAtMs: 5_000 }, user })
      expect(await find(hashOf("another"))).toBeUndefined()
    })

    it("end once", async () => {
      const session = await stored()
      const remove = () => transaction((tx) => tx.webSessions.remove(session.sessionId))
      expect([await remove(), await remove(), await find(session.secretHash)]).toEqual([true, false, undefined])
    })

    it("are nobody's never, have a hash of their own, and hold no secret in the clear", async () => {
      const session = await stored()
      const insert = (bad: typeof session) => transaction((tx) => tx.webSessions.insert(bad))
      await expect(insert(aWebSession(aUser()))).rejects.toThrow(/foreign key/i)
      await expect(insert(aWebSession(user, { secretHash: session.secretHash }))).rejects.toThrow(/unique/i)
      await expect(insert(aWebSession(user, { secretHash: "in-the-clear" }))).rejects.toThrow(/check/i)
    })

    it("are forgotten once they began by a moment", async () => {
      const [gone, kept] = [await stored({ createdAtMs: 50 }), await stored({ createdAtMs: 51 })]
      expect(await transaction((tx) => tx.webSessions.purge(50))).toBe(1)
      expect([await find(gone.secretHash), (await find(kept.secretHash))?.session]).toEqual([undefined, kept])
    })
  })

  describe("of browsers that hold a link", () => {
    const stored = async (expiresAtMs: number) => {
      const link = aSignInLink(user, { expiresAtMs })
      await transaction((tx) => tx.signInLinks.insert(link))
      return link
    }
    const userOf = (hash: string, nowMs: number) => database.store.read.signInLinks.findUser(hash, nowMs)

    it("say whose it is as often as they are asked, until their time is up, to the millisecond", async () => {
      const { secretHash } = await stored(100)
      expect([await userOf(secretHash, 99), await userOf(secretHash, 99)]).toEqual([user, user])
      expect(await userOf(secretHash, 100)).toBeUndefined()
      expect(await transaction((tx) => tx.signInLinks.take(secretHash, 100))).toBeUndefined()
    })

    it("are taken by one of many who take at the same time", async () => {
      const link = await stored(100)
      const taken = await Promise.all(
        Array.from({ length: 20 }, () => transaction((tx) => tx.signInLinks.take(link.secretHash, 99))),
      )
      expect(taken.filter((each) => each !== undefined)).toEqual([link])
      expect(await userOf(link.secretHash, 99)).toBeUndefined()
    })

    it("are forgotten once their time is up", async () => {
      const [gone, kept] = [await stored(50), await stored(51)]
      expect(await transaction((tx) => tx.signInLinks.purge(50))).toBe(1)
      expect([await userOf(gone.secretHash, 0), await userOf(kept.secretHash, 0)]).toEqual([undefined, user])
    })
  })
})
