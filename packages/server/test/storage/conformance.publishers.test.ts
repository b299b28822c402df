import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { engines, type OpenDatabase } from "../support/engines.ts"
import { aPublisher, aSecret, aTarget, aUser, hashOf } from "../support/records.ts"

describe.each(engines)("publishers and targets on $name", (engine) => {
  let database: OpenDatabase
  beforeAll(async () => {
    database = await engine.open()
  })
  afterAll(() => database.drop())

  it("gives a publisher back as it was stored", async () => {
    const publisher = aPublisher({ verifiedAtMs: 1_738_281_600_000 })
    expect(await database.store.transaction((tx) => tx.publishers.insert(publisher))).toBe(true)
    expect(await database.store.read.publishers.findByHandle(publisher.handle)).toEqual(publisher)
    expect(await database.store.read.publishers.findByHandle("nobody")).toBeUndefined()
  })

  it("gives a handle away once, and never in capitals", async () => {
    const publisher = aPublisher()
    await database.store.transaction((tx) => tx.publishers.insert(publisher))
    const same = aPublisher({ handle: publisher.handle })
    expect(await database.store.transaction((tx) => tx.publishers.insert(same))).toBe(false)
    const capitals = aPublisher({ handle: "Acme" })
    await expect(database.store.transaction((tx) => tx.publishers.insert(capitals))).rejects.toThrow(/check/i)
  })

  it("lists a user's memberships by handle in code-point order, and counts what they own", async () => {
    const [user, other] = [aUser(), aUser()]
    const [b, a, dash] = ["m2b", "m2a", "m-2"].map((handle) => aPublisher({ handle }))
    await database.store.transaction(async (tx) => {
      await tx.users.insert(user)
      await tx.users.insert(other)
      for (const publisher of [b, a, dash]) {
        if (publisher === undefined) continue
        await tx.publishers.insert(publisher)
        const role = publisher === a ? "maintainer" : "owner"
        await tx.publishers.addMember({ publisherId: publisher.publisherId, userId: user.userId, role, addedAtMs: 1 })
      }
    })
    const { publishers } = database.store.read
    expect(await publishers.membershipsOf(user.userId)).toEqual([
      { publisherId: dash?.publisherId, handle: "m-2", role: "owner" },
      { publisherId: a?.publisherId, handle: "m2a", role: "maintainer" },
      { publisherId: b?.publisherId, handle: "m2b", role: "owner" },
    ])
    expect(await publishers.membershipsOf(other.userId)).toEqual([])
    expect(await publishers.roleOf(a?.publisherId ?? "", user.userId)).toBe("maintainer")
    expect(await publishers.roleOf(a?.publisherId ?? "", other.userId)).toBeUndefined()
    expect(await database.store.transaction((tx) => tx.publishers.countOwnedBy(user.userId))).toBe(2)
    expect(await database.store.transaction((tx) => tx.publishers.countOwnedBy(other.userId))).toBe(0)
  })

  it("gives a target and its secret back as they were stored", async () => {
    const target = aTarget({ requireBuyerMatch: false })
    const secret = aSecret(target)
    await database.store.transaction(async (tx) => {
      expect(await tx.targets.insert(target)).toBe(true)
      expect(await tx.targets.addCredential(secret)).toBe(true)
    })
    const { targets } = database.store.read
    expect(await targets.findByName(target.name)).toEqual(target)
    expect(await targets.findByName("nowhere")).toBeUndefined()
    expect(await targets.findBySecretHash(secret.secretHash ?? "")).toEqual({ target, credential: secret })
    expect(await targets.findBySecretHash(hashOf("guess"))).toBeUndefined()
  })

  it("finds disabled targets and revoked secrets still, and lists the targets among all of them alone", async () => {
    const [open, disabled] = [aTarget({ name: "zz-open" }), aTarget({ name: "zz-closed", disabledAtMs: 5_000 })]
    const revoked = aSecret(disabled, { revokedAtMs: 6_000 })
    await database.store.transaction(async (tx) => {
      await tx.targets.insert(open)
      await tx.targets.insert(disabled)
      await tx.targets.addCredential(revoked)
    })
    const { targets } = database.store.read
    expect(await targets.findBySecretHash(revoked.secretHash ?? "")).toEqual({ target: disabled, credential: revoked })
    const names = (await targets.list()).map((target) => target.name)
    expect(names).toContain("zz-open")
    expect(names).not.toContain("zz-closed")
    expect((await targets.listAll()).map((target) => target.name)).toContain("zz-closed")
    expect(names).toEqual(names.toSorted())
  })

  it("gives a target name away once", async () => {
    const target = aTarget()
    await database.store.transaction((tx) => tx.targets.insert(target))
    const same = aTarget({ name: target.name })
    expect(await database.store.transaction((tx) => tx.targets.insert(same))).toBe(false)
  })
})
