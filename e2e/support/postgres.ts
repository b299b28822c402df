import type { TestProject } from "vitest/node"
import { startPostgres } from "../../scripts/postgres.ts"

declare module "vitest" {
  export interface ProvidedContext {
    /** A superuser's URL of a running PostgreSQL. A test makes a database of its own there, under a name of its own. */
    readonly postgresUrl: string
  }
}

/** Starts one PostgreSQL for the whole run, whichever of the projects that need it comes first. */
export async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  const root = project.vitest.getRootProject()
  if ("postgresUrl" in root.getProvidedContext()) return undefined
  const postgres = await startPostgres()
  root.provide("postgresUrl", postgres.url)
  return () => postgres.stop()
}
