import { Argument, Command, CommanderError, InvalidArgumentError, Option } from "commander"
import { isPersonalTokenScope, moderationRoles, scopes } from "@fleetprompt/sdk/contracts"
import { addAuditCommands } from "./commands/audit-commands.ts"
import { addSigningKeyCommands } from "./commands/signing-key-commands.ts"
import { addTargetCommands } from "./commands/target-commands.ts"
import { ConfigError } from "./config.ts"
import { Refusal } from "./domain/refusal.ts"

/** Runs a command of the server and returns the exit code: 0 done, 1 failed, 2 used or set up wrongly. */
export async function main(argv: readonly string[]): Promise<number> {
  try {
    await program().parseAsync([...argv])
    return 0
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
    const expected = error instanceof ConfigError || error instanceof Refusal || isStorageError(error)
    const text = error instanceof Error ? (expected ? error.message : (error.stack ?? error.message)) : String(error)
    process.stderr.write(`fleetprompt-server: ${text}\n`)
    return error instanceof ConfigError ? 2 : 1
  }
}

const isStorageError = (error: unknown): boolean => error instanceof Error && error.name === "StorageError"

const port = new Option("--port <number>", "port to listen on; 0 takes a free one").argParser((text) => {
  const value = Number(text)
  if (!Number.isInteger(value) || value < 0 || value > 65_535) throw new InvalidArgumentError("It must be 0 to 65535.")
  return value
})
const data = new Option("--data <folder>", "folder of a development registry; without it the environment decides")

function program(): Command {
  const root = new Command("fleetprompt-server").description("The FleetPrompt registry.").exitOverride()
  root
    .command("dev")
    .description("run a registry for development on this machine alone")
    .addOption(port)
    .option("--data <folder>", "where to keep the database and the key", ".fleetprompt")
    .action(async (options) => (await import("./commands/dev.ts")).dev(options))
  root
    .command("serve")
    .description("run a registry for others")
    .addOption(port)
    .option("--host <address>", "address to listen on")
    .addOption(new Option("--auth <mode>", "how people prove who they are").choices(["tokens"]))
    .action(async (options) => (await import("./commands/serve.ts")).serve(options))
  root
    .command("migrate")
    .description("bring the database up to this version and exit")
    .addOption(data)
    .action(async (options) => (await import("./commands/migrate.ts")).migrate(options))
  addTokenCommands(root)
  addTargetCommands(root, data)
  addRoleCommands(root)
  addLoginCommands(root)
  addAuditCommands(root, data)
  addSigningKeyCommands(root, data)
  return root
}

/** How long a token may last, in days. */
function days(text: string): number {
  const value = Number(text)
  if (!Number.isInteger(value) || value < 1 || value > 366) throw new InvalidArgumentError("It must be 1 to 366.")
  return value
}

function addTokenCommands(root: Command): void {
  root
    .command("token")
    .description("personal tokens")
    .command("create")
    .description("make a personal token and print it, this once")
    .requiredOption("--user <name>", "the local user it stands for; made when new")
    .option("--name <text>", "what the token is for", "made by the operator")
    .addOption(
      new Option("--scope <scope...>", "what it allows; all when left out").choices(
        scopes.filter(isPersonalTokenScope),
      ),
    )
    .option("--days <number>", "how long it lasts", days, 90)
    .option("--json", "print JSON")
    .addOption(data)
    .action(async (options) => (await import("./commands/create-token.ts")).createTokenCommand(options))
}

function addRoleCommands(root: Command): void {
  root
    .command("role")
    .description("roles in moderation")
    .command("grant")
    .description("give a user a role, in place of the one they may have")
    .argument("<user>", "the user's id, or the name of a local user who is known here")
    .addArgument(new Argument("<role>", "what they may do; none takes it away").choices([...moderationRoles, "none"]))
    .option("--json", "print JSON")
    .addOption(data)
    .action(async (user, role, options) => (await import("./commands/grant-role.ts")).grantRole(user, role, options))
}

function addLoginCommands(root: Command): void {
  const login = root.command("login").description("people and programs that want to be let in")
  login
    .command("link")
    .description("print a link by which somebody signs in with a browser, once and within ten minutes")
    .requiredOption("--user <name>", "who signs in: a user's id, or the name of a local user, made when new")
    .option("--url <address>", "the address of the registry; FLEETPROMPT_PUBLIC_URL when left out")
    .option("--json", "print JSON")
    .addOption(data)
    .action(async (options) => (await import("./commands/sign-in-link.ts")).signInLinkCommand(options))
  login
    .command("approve")
    .description("approve a login for somebody, where nobody can sign in to do it")
    .argument("<code>", "the code the program shows")
    .requiredOption("--user <name>", "whom it may act for: a user's id, or the name of a local user, made when new")
    .option("--json", "print JSON")
    .addOption(data)
    .action(async (code, options) => (await import("./commands/approve-login.ts")).approveLogin(code, options))
}
