import { randomBytes } from "node:crypto"
import type { FastifyReply, FastifyRequest } from "fastify"
import type { Library } from "./database.ts"

const name = "library_session"

/** Who is signed in, by an unguessable id in a cookie. A stand-in for whatever your system has. */
export function personOf(library: Library, request: FastifyRequest): string | undefined {
  const id = new RegExp(`(?:^|; )${name}=([\\w-]+)`).exec(request.headers.cookie ?? "")?.[1] ?? ""
  return library.prepare<[string], string>("SELECT person FROM sessions WHERE id = ?").pluck().get(id)
}

/** Always under a fresh id: one that somebody else may have planted is never taken over. */
export function signIn(library: Library, reply: FastifyReply, person: string): void {
  const id = randomBytes(24).toString("base64url")
  library.prepare("INSERT INTO sessions VALUES (?, ?)").run(id, person)
  const secure = reply.request.protocol === "https" ? "; Secure" : ""
  reply.header("set-cookie", `${name}=${id}; Path=/; HttpOnly; SameSite=Lax${secure}`)
}
