import { randomBytes } from "node:crypto"
import type { Request, Response } from "express"
import type { FlowDatabase } from "./database.ts"

const name = "flows_session"

/** Who is signed in, by an unguessable id in a cookie. A stand-in for whatever your system has. */
export function personOf(database: FlowDatabase, request: Request): string | undefined {
  const id = new RegExp(`(?:^|; )${name}=([\\w-]+)`).exec(request.headers.cookie ?? "")?.[1] ?? ""
  const row = database.prepare("SELECT person FROM sessions WHERE id = ?").get(id)
  return row === undefined ? undefined : String(row["person"])
}

/** Always under a fresh id: one that somebody else may have planted is never taken over. */
export function signIn(database: FlowDatabase, response: Response, person: string): void {
  const id = randomBytes(24).toString("base64url")
  database.prepare("INSERT INTO sessions VALUES (?, ?)").run(id, person)
  response.cookie(name, id, { httpOnly: true, sameSite: "lax", path: "/", secure: response.req.secure })
}
