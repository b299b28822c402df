import type { Command, Option } from "commander"

/** The commands that work on the audit log. */
export function addAuditCommands(root: Command, data: Option): void {
  root
    .command("audit")
    .description("the audit log")
    .command("verify")
    .description("find any entry that was changed, put in or taken out; exits with 1 where one was")
    .option("--checkpoint <file-or-url...>", "what /v1/audit/checkpoint said earlier; - for stdin")
    .option("--keys <file>", "what /.well-known/fleetprompt said earlier; this registry's own keys when left out")
    .option("--json", "print JSON")
    .addOption(data)
    .action(async (options) => (await import("./verify-audit.ts")).verifyAuditCommand(options))
}
