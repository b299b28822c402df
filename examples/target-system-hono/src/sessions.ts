import { randomBytes } from "node:crypto"

/** What we remember of a browser: who signed in, and the token it brought. */
export interface Session {
  member?: string
  token?: string
}

/** Sessions in memory, by an unguessable id. A stand-in for whatever your system has. */
export function createSessions() {
  const sessions = new Map<string, Session>()
  return {
    /** The session of that id, or a fresh one under a fresh id: an id we did not make is never taken over. */
    open(id: string | undefined): { id: string; session: Session } {
      const known = id === undefined ? undefined : sessions.get(id)
      if (id !== undefined && known !== undefined) return { id, session: known }
      const fresh = randomBytes(24).toString("base64url")
      const session: Session = {}
      sessions.set(fresh, session)
      return { id: fresh, session }
    },
  }
}
