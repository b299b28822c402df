import { afterAll, beforeAll, describe, expect, it } from "vitest"
import type { TrustedPublisher } from "../../src/domain/trusted-publishing/trusted-publisher.ts"
import { newId } from "../../src/ids.ts"
import { engines, type OpenDatabase } from "../support/engines.ts"
import { aPublisher, aUser } from "../support/records.ts"

describe.each(engines)("the repository of a trusted publisher on $name", (engine) => {
  let database: OpenDatabase
  beforeAll(async () => {
    database = await engine.open()
  })
  afterAll(() => database.drop())

  async function trust(): Promise<TrustedPublisher> {
    const [user, publisher] = [aUser(), aPublisher()]
    const trusted: TrustedPublisher = {
      trustedPublisherId: newId("trustedPublisher"),
      publisherId: publisher.publisherId,
      slugName: "triage",
      provider: "github",
      issuer: "https://ci.example",
      repository: "acme/triage",
      ownerId: "1",
      repositoryId: null,
      workflow: "release.yml",
      environment: null,
      refPattern: null,
      events: ["push"],
      allowReusable: false,
      unpinnedEnvironment: null,
      createdBy: user.userId,
      createdAtMs: 1_000,
      lastUsedAtMs: null,
    }
    await database.store.transaction(async (tx) => {
      await tx.users.insert(user)
      await tx.publishers.insert(publisher)
      await tx.trustedPublishing.insert(trusted)
    })
    return trusted
  }

  const use = async ({ trustedPublisherId }: Pick<TrustedPublisher, "trustedPublisherId">, repositoryId: string) =>
    await database.store.transaction((tx) =>
      tx.trustedPublishing.noteUse({ trustedPublisherId, repositoryId, unpinnedEnvironment: null, usedAtMs: 2_000 }),
    )

  it("is that of the first run, however many first runs there are at once", async () => {
    const trusted = await trust()
    const ids = Array.from({ length: 8 }, (_, at) => String(at))
    const letIn = await Promise.all(ids.map((id) => use(trusted, id)))
    expect(letIn.filter(Boolean)).toHaveLength(1)
    const [kept] = await database.store.read.trustedPublishing.list(trusted.publisherId)
    expect(kept?.repositoryId).toBe(ids[letIn.indexOf(true)])
  })

  it("lets in more runs of the same, and none of a trusted publisher that is gone", async () => {
    const trusted = await trust()
    expect([await use(trusted, "7"), await use(trusted, "7"), await use(trusted, "8")]).toEqual([true, true, false])
    await database.store.transaction((tx) => tx.trustedPublishing.remove(trusted.trustedPublisherId))
    expect(await use(trusted, "7")).toBe(false)
  })
})
