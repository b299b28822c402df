/**
 * A process of its own that opens the store named by its second argument and does what the first one says:
 * `open` it and close it again, `write` a user and stay, or `hang` inside a transaction that has written one.
 */
import { openStore } from "../../src/storage/open.ts"
import { aUser } from "./records.ts"

const [, , action = "", url = "", sub = ""] = process.argv

const store = await openStore(url)
const stay = () => new Promise<never>(() => setInterval(() => {}, 1_000))
const say = (word: string) => process.stdout.write(`${word}\n`)

if (action === "open") {
  await store.close()
  say("opened")
} else if (action === "write") {
  await store.transaction((tx) => tx.users.insert(aUser({ sub })))
  say("written")
  await stay()
} else {
  await store.transaction(async (tx) => {
    await tx.users.insert(aUser({ sub }))
    say("writing")
    await stay()
  })
}
