import { describe, expect, it } from "vitest"
import { openStore } from "../../src/storage/open.ts"
import { engines } from "../support/engines.ts"
import { kill, startProcess } from "../support/processes.ts"
import { aUser } from "../support/records.ts"

describe.each(engines)("durability on $name", (engine) => {
  it("keeps what a process wrote that is killed the moment its transaction has resolved", async () => {
    const database = await engine.create()
    await kill(await startProcess("write", database.url, "survivor"))
    const store = await openStore(database.url)
    expect(await store.read.users.findByIdentity("https://id.example", "survivor")).toBeDefined()
    await store.close()
    await database.drop()
  })

  it("keeps nothing of a transaction in which a process is killed, and goes on without it", async () => {
    const database = await engine.create()
    await kill(await startProcess("hang", database.url, "nobody"))
    const store = await openStore(database.url)
    expect(await store.read.users.findByIdentity("https://id.example", "nobody")).toBeUndefined()
    expect(await store.transaction((tx) => tx.users.insert(aUser({ sub: "nobody" })))).toBe(true)
    await store.close()
    await database.drop()
  })
})
