/**
 * A target system that can be killed at any moment and started again on its data. Buyers put tokens into its inbox;
 * many lanes redeem, import and report them, and what is not finished is begun again, as a buyer presses again.
 *
 * Arguments: the registry's address, the folder, the buyer's issuer and subject. The secret is in TARGET_SECRET.
 */
import { setTimeout as wait } from "node:timers/promises"
import { createRedeemer, RedeemNetworkError, RedeemProtocolError } from "@fleetprompt/redeem-client"
import { openTargetDatabase } from "./target-database.ts"

const lanesCount = 24
const [, , registry = "", folder = "", iss = "", sub = ""] = process.argv
const database = openTargetDatabase(folder)

const keepId = database.prepare<[string, string]>("insert into redemption_ids values (?, ?) on conflict do nothing")
const idOf = database.prepare<[string], string>("select redemption_id from redemption_ids where token_hash = ?").pluck()
const open = database.prepare<[], string>("select token from inbox where state <> 'reported'").pluck()
const keepAnswer = database.prepare<[string, string, number]>("insert into answers values (?, ?, ?)")
const markImported = database.prepare<[string]>(
  "update inbox set state = 'imported' where token = ? and state = 'brought'",
)
const insertImport = database.prepare<[string, string, string]>("insert into imports values (?, ?, ?)")
const markReported = database.prepare<[string]>("update inbox set state = 'reported' where token = ?")

const redeemer = createRedeemer({
  registry,
  credential: { secret: process.env["TARGET_SECRET"] ?? "" },
  store: {
    async getOrCreate(tokenHash, make) {
      keepId.run(tokenHash, make())
      return idOf.get(tokenHash) ?? ""
    },
  },
  sleep: async (ms) => await wait(Math.min(ms, 25)),
})

async function install(token: string): Promise<void> {
  const result = await redeemer.redeem(token, { iss, sub })
  if (!result.ok) throw new Error(`A token was refused: ${result.reason}.`)
  const { redemption, replayed } = result
  const { installIntentId, redemptionId, release } = redemption
  database.transaction(() => {
    keepAnswer.run(installIntentId, JSON.stringify(redemption), Number(replayed))
    if (markImported.run(token).changes === 1) insertImport.run(installIntentId, redemptionId, release.digest)
  })()
  await redeemer.report(installIntentId, redemptionId, "completed")
  markReported.run(token)
}

const taken = new Set<string>()

async function lane(): Promise<never> {
  for (;;) {
    const token = open.all().find((candidate) => !taken.has(candidate))
    if (token === undefined) {
      await wait(10)
      continue
    }
    taken.add(token)
    try {
      await install(token)
    } catch (error) {
      // Anything else than a registry that is away ends the process, and the test with it.
      if (!isAway(error)) throw error
      await wait(25)
    } finally {
      taken.delete(token)
    }
  }
}

const isAway = (error: unknown): boolean =>
  error instanceof RedeemNetworkError || (error instanceof RedeemProtocolError && error.code === "REGISTRY_UNAVAILABLE")

process.stdout.write("Target ready\n")
await Promise.all(Array.from({ length: lanesCount }, lane))
