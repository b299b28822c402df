import { randomBytes } from "node:crypto"
import type { Context } from "hono"
import { getCookie, setCookie } from "hono/cookie"
import type { Workspace } from "./database.ts"

const cookie = "workspace_session"

/** Who is signed in, by an unguessable id in a cookie. A stand-in for whatever your system has. */
export function createSessions(workspace: Workspace) {
  return {
    memberOf: (c: Context): string | undefined =>
      workspace
        .prepare<[string], string>("SELECT member FROM sessions WHERE id = ?")
        .pluck()
        .get(getCookie(c, cookie) ?? ""),

    /** Always under a fresh id: one that somebody else may have planted is never taken over. */
    signIn(c: Context, member: string): void {
      const id = randomBytes(24).toString("base64url")
      workspace.prepare("INSERT INTO sessions VALUES (?, ?)").run(id, member)
      // Lax lets the cookie come along when the registry's link opens our page, and not when a foreign page posts.
      const secure = new URL(c.req.url).protocol === "https:"
      setCookie(c, cookie, id, { httpOnly: true, sameSite: "Lax", path: "/", secure })
    },
  }
}
