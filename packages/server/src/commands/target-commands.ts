import { type Command, InvalidArgumentError, Option } from "commander"
import { targetSystems } from "@fleetprompt/sdk/contracts"

/** The commands that work on targets. */
export function addTargetCommands(root: Command, data: Option): void {
  const target = root.command("target").description("target systems")
  target
    .command("add")
    .description("register a target and print its secret, this once")
    .argument("<name>", "its name, as buyers type it")
    .addOption(new Option("--system <system>", "what it runs").choices(targetSystems).makeOptionMandatory())
    .requiredOption("--landing-url <url>", "the page a buyer is sent to with an install token")
    .option("--public-key <file>", "a public JWK to check its requests with, instead of a secret; - for stdin")
    .option("--json", "print JSON")
    .addOption(data)
    .action(async (name, options) => (await import("./add-target.ts")).addTarget(name, options))
  target
    .command("list")
    .description("list targets and their live credentials")
    .option("--json", "print JSON")
    .addOption(data)
    .action(async (options) => (await import("./list-targets.ts")).listTargets(options))
  target
    .command("disable")
    .description("shut a target out and cancel what is open for it")
    .argument("<name>", "its name")
    .addOption(data)
    .action(async (name, options) => (await import("./disable-target.ts")).disableTarget(name, true, options))
  target
    .command("enable")
    .description("let a target in again")
    .argument("<name>", "its name")
    .addOption(data)
    .action(async (name, options) => (await import("./disable-target.ts")).disableTarget(name, false, options))
  addCredentialCommands(target, data)
}

/** How long the credential before stays good, in days. */
function overlap(text: string): number {
  const value = Number(text)
  if (!Number.isInteger(value) || value < 0 || value > 90) throw new InvalidArgumentError("It must be 0 to 90.")
  return value
}

function addCredentialCommands(target: Command, data: Option): void {
  const overlapDays = new Option("--overlap-days <number>", "how long the one before stays good")
    .argParser(overlap)
    .default(7)
  target
    .command("key")
    .description("public keys of targets")
    .command("add")
    .description("give a target its next public key and print the thumbprint")
    .argument("<name>", "the target's name")
    .requiredOption("--file <file>", "a public JWK, P-256 or Ed25519; - for stdin")
    .addOption(overlapDays)
    .option("--json", "print JSON")
    .addOption(data)
    .action(async (name, options) => (await import("./add-target-credential.ts")).addTargetCredential(name, options))
  target
    .command("secret")
    .description("secrets of targets")
    .command("add")
    .description("give a target its next secret and print it, this once")
    .argument("<name>", "the target's name")
    .addOption(overlapDays)
    .option("--json", "print JSON")
    .addOption(data)
    .action(async (name, options) => (await import("./add-target-credential.ts")).addTargetCredential(name, options))
  target
    .command("credential")
    .description("keys and secrets of targets")
    .command("revoke")
    .description("end a key or secret at once")
    .argument("<name>", "the target's name")
    .argument("<credential>", "its id, as target list prints it")
    .addOption(data)
    .action(async (name, id, options) =>
      (await import("./revoke-target-credential.ts")).revokeTargetCredential(name, id, options),
    )
}
