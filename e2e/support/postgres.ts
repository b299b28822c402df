import { Client } from "pg"
import type { TestProject } from "vitest/node"
import { sweepFolder } from "../../packages/server/test/support/sweep.ts"
import { startPostgres } from "../../scripts/postgres.ts"

declare module "vitest" {
  export interface ProvidedContext {
    /** A superuser's URL of a running PostgreSQL. A test makes a database of its own there, under a name of its own. */
    readonly postgresUrl: string
  }
}

/**
 * Starts one PostgreSQL for the whole run, whichever of the projects that need it comes first. When all tests have run,
 * every file it has kept is searched for credentials, and one that is found fails the run.
 */
export async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  const root = project.vitest.getRootProject()
  if ("postgresUrl" in root.getProvidedContext()) return undefined
  const postgres = await startPostgres()
  root.provide("postgresUrl", postgres.url)
  return async () => {
    try {
      await sweepFolder(await filesOf(postgres.url))
    } finally {
      await postgres.stop()
    }
  }
}

/** The folder of a server's files: tables, indexes and the write-ahead log, all of it brought to disk. */
async function filesOf(url: string): Promise<string> {
  const server = new Client(url)
  await server.connect()
  try {
    await server.query("checkpoint")
    return (await server.query("show data_directory")).rows[0].data_directory
  } finally {
    await server.end()
  }
}
