import { randomUUID } from "node:crypto"
import { Client } from "pg"
import { inject } from "vitest"

/** What a registry of a test keeps its data in. */
export interface EngineUnderTest {
  readonly name: "SQLite" | "PostgreSQL"
  /** The URL of a fresh database; undefined where the registry makes a file of its own. */
  createDatabase(): Promise<string | undefined>
}

export const engines: readonly EngineUnderTest[] = [
  { name: "SQLite", createDatabase: async () => undefined },
  { name: "PostgreSQL", createDatabase: createPostgresDatabase },
]

async function createPostgresDatabase(): Promise<string> {
  const name = `e2e_${randomUUID().replaceAll("-", "")}`
  const server = new Client(inject("postgresUrl"))
  await server.connect()
  await server.query(`create database ${name}`)
  await server.end()
  return new URL(`/${name}`, inject("postgresUrl")).href
}
