import type { MemberRole } from "@fleetprompt/sdk/contracts"
import type { KnownMember } from "../../domain/publishers/publisher.ts"
import type { Connection } from "./connection.ts"
import { prepared, type Slots } from "./prepared.ts"
import { rowsMax } from "./rows-max.ts"

const ofPublisher = prepared((db, { publisherId }: Slots<{ publisherId: string }>) =>
  db
    .selectFrom("publisher_members")
    .innerJoin("users", "users.user_id", "publisher_members.user_id")
    .select(["users.user_id as userId", "iss", "sub", "role", "added_at_ms as addedAtMs"])
    .where("publisher_id", "=", publisherId)
    .orderBy("added_at_ms")
    .orderBy("users.user_id")
    .limit(rowsMax),
)

const changeRole = prepared(
  (db, { publisherId, userId, role }: Slots<{ publisherId: string; userId: string; role: MemberRole }>) =>
    db
      .updateTable("publisher_members")
      .set({ role })
      .where("publisher_id", "=", publisherId)
      .where("user_id", "=", userId),
)

const remove = prepared((db, { publisherId, userId }: Slots<{ publisherId: string; userId: string }>) =>
  db.deleteFrom("publisher_members").where("publisher_id", "=", publisherId).where("user_id", "=", userId),
)

/** Everybody in a publisher, in the order they were added. */
export const listMembers = async (connection: Connection, publisherId: string): Promise<KnownMember[]> =>
  (await ofPublisher(connection, { publisherId })).rows

export async function setRole(
  connection: Connection,
  publisherId: string,
  userId: string,
  role: MemberRole,
): Promise<void> {
  await changeRole(connection, { publisherId, userId, role })
}

export async function removeMember(connection: Connection, publisherId: string, userId: string): Promise<void> {
  await remove(connection, { publisherId, userId })
}
