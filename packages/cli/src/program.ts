import { Command } from "commander"
import type { Context } from "./context.ts"
import { addGlobalOptions, readGlobalOptions } from "./global-options.ts"
import type { Io } from "./io.ts"
import { cliVersion } from "./version.ts"

/** A command's module: it adds arguments, options and an action to a command that has its name and summary. */
interface Verb {
  define(command: Command, context: Context): void
}

/** Every command. Its module is loaded when it is the one that runs, so that nobody waits for the others. */
const grammar: Record<string, readonly [summary: string, load: () => Promise<Verb>]> = {
  init: ["write a manifest for this folder", () => import("./commands/init/init.ts")],
  validate: ["check the manifest and print the digest of its release", () => import("./commands/validate.ts")],
  publish: ["bring listing and release to what the manifest says", () => import("./commands/publish/publish.ts")],
  search: ["find listings", () => import("./commands/search.ts")],
  show: ["show a listing and one of its releases", () => import("./commands/show.ts")],
  install: ["hand a release over to a target system", () => import("./commands/install/install.ts")],
  "listing create": ["create a listing, as a draft", () => import("./commands/listing/create.ts")],
  "listing get": ["show one listing", () => import("./commands/listing/get.ts")],
  "listing list": ["list the listings of your publishers", () => import("./commands/listing/list.ts")],
  "listing publish": ["make a listing public", () => import("./commands/listing/publish.ts")],
  "release publish": ["publish the release of the manifest", () => import("./commands/release/publish.ts")],
  "release list": ["list the releases of a listing", () => import("./commands/release/list.ts")],
  "publisher claim": ["claim the handle your listings live under", () => import("./commands/publisher/claim.ts")],
  whoami: ["show whom the token speaks for", () => import("./commands/whoami.ts")],
  help: ["explain a command or a topic", () => import("./commands/help/help.ts")],
}

const nouns: Record<string, string> = {
  listing: "create, read and publish listings",
  release: "publish and list releases",
  publisher: "claim a publisher",
}

/** The command line, good for one run. */
export interface Program {
  readonly root: Command
  /** @throws CommanderError where commander refuses the line or has printed help; whatever the command throws. */
  run(argv: readonly string[]): Promise<void>
  /** The command that was recognised, as it is typed. */
  usedCommand(): string
}

export function createProgram(io: Io): Program {
  const root = configured(new Command("fleetprompt"), io)
  const loaders = new Map<Command, () => Promise<Verb>>()
  let used = root
  const load = async (_parent: Command, command: Command) => {
    used = command
    const [verb, { createContext }] = await Promise.all([loaders.get(command)?.(), import("./context.ts")])
    verb?.define(command, createContext(io, readGlobalOptions(root)))
  }
  root.hook("preSubcommand", load)
  const parentOf = (noun: string | undefined) => {
    if (noun === undefined) return root
    const existing = root.commands.find((command) => command.name() === noun)
    return (
      existing ??
      root
        .command(noun)
        .description(nouns[noun] ?? "")
        .helpCommand(false)
        .hook("preSubcommand", load)
    )
  }
  for (const [path, [summary, loadVerb]] of Object.entries(grammar)) {
    const [verb = "", noun] = path.split(" ").toReversed()
    loaders.set(parentOf(noun).command(verb).description(summary), loadVerb)
  }
  return {
    root,
    run: async (argv) => void (await root.parseAsync(expandHelp(root, argv), { from: "user" })),
    usedCommand: () => pathOf(used),
  }
}

/** Lets commander throw where it would exit, and write where we say. Its refusals are told by `main`. */
function configured(root: Command, { stdout, stderr }: Io): Command {
  addGlobalOptions(root)
  return root
    .description("Publish, find and install AI-agent assets.")
    .version(cliVersion, "-v, --version")
    .helpCommand(false)
    .addHelpText("after", "\nTopics: fleetprompt help environment | exit-codes | json | manifest")
    .configureHelp({ showGlobalOptions: true })
    .exitOverride()
    .configureOutput({
      writeOut: (text) => stdout.write(text),
      // The help that follows a command line without a command; a script gets one line of JSON instead.
      writeErr: (text) => void (readGlobalOptions(root).json || stderr.write(text)),
      outputError: () => {},
      getOutHelpWidth: () => stdout.columns ?? 80,
      getErrHelpWidth: () => stderr.columns ?? 80,
    })
}

/** `help listing get` is `listing get --help`; anything else after `help` is a topic. */
function expandHelp(root: Command, argv: readonly string[]): string[] {
  const [first, ...words] = argv
  const isCommand = words.length === 0 || root.commands.some((command) => command.name() === words[0])
  return first === "help" && isCommand ? [...words, "--help"] : [...argv]
}

const pathOf = (command: Command): string =>
  command.parent === null ? command.name() : `${pathOf(command.parent)} ${command.name()}`
