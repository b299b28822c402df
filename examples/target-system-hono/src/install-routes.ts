import { createRedeemer, type RedeemerOptions } from "@fleetprompt/redeem-client"
import { createInstallRoutes, type InstallRoutes } from "@fleetprompt/redeem-client/handlers"
import { sqliteStore } from "@fleetprompt/redeem-client/sqlite"
import type { Context } from "hono"
import { importAgent } from "./agents.ts"
import { mayImport } from "./authorize.ts"
import type { Config } from "./config.ts"
import type { Workspace } from "./database.ts"
import type { createSessions } from "./sessions.ts"

/** What tests change of the network: they wait for nothing. */
export type Network = Pick<RedeemerOptions, "timeoutMs" | "maxRetries">

/** The whole of an install from this side. Everything here that is not a line of ours comes from the package. */
export function installRoutesOf(
  { registry, secret, issuer }: Config,
  workspace: Workspace,
  sessions: ReturnType<typeof createSessions>,
  network: Network = {},
): InstallRoutes<Context> {
  const store = sqliteStore(workspace)
  const redeemer = createRedeemer({ registry, credential: { secret }, store, ...network })
  return createInstallRoutes<Context>(redeemer, {
    store,
    subject(_, c) {
      const member = sessions.memberOf(c)
      return member === undefined ? c.redirect("/sign-in", 303) : { iss: issuer, sub: member }
    },
    authorize: (_, { sub }) => mayImport(workspace, sub),
    install: (redemption, { subject }) => ({
      outcome: "completed",
      targetInstallRef: importAgent(workspace, redemption, subject.sub),
    }),
    onError: (error) => void process.stderr.write(`${String(error)}\n`),
  })
}
