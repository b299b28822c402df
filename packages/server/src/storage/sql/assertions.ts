import type { Connection } from "./connection.ts"
import { prepared, type Slots } from "./prepared.ts"

const insert = prepared((db, row: Slots<{ target_id: string; jti: string; expires_at_ms: number }>) =>
  db
    .insertInto("target_assertions")
    .values(row)
    .onConflict((conflict) => conflict.columns(["target_id", "jti"]).doNothing()),
)

const purge = prepared((db, { nowMs, limit }: Slots<{ nowMs: number; limit: number }>) => {
  const over = db
    .selectFrom("target_assertions as over")
    .select(["over.target_id", "over.jti"])
    .where("over.expires_at_ms", "<=", nowMs)
    .orderBy("over.expires_at_ms")
    .limit(limit)
  return db
    .deleteFrom("target_assertions")
    .where((eb) => eb(eb.refTuple("target_id", "jti"), "in", over.$asTuple("target_id", "jti")))
})

/** The primary key decides: of any number of equal requests at once one is new. */
export async function rememberAssertion(
  connection: Connection,
  targetId: string,
  jti: string,
  expiresAtMs: number,
): Promise<boolean> {
  const row = { target_id: targetId, jti, expires_at_ms: expiresAtMs }
  return (await insert(connection, row)).numAffectedRows === 1n
}

export const purgeAssertions = async (connection: Connection, nowMs: number, limit: number): Promise<number> =>
  Number((await purge(connection, { nowMs, limit })).numAffectedRows ?? 0n)
