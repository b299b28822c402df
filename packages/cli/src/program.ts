import { Command } from "commander"
import { createContext } from "./context.ts"
import { addGlobalOptions, readGlobalOptions } from "./global-options.ts"
import { completionQuestion, nouns, summaries } from "./grammar.ts"
import type { Io } from "./io.ts"
import { verbs } from "./verbs.ts"
import { cliVersion } from "./version.ts"

/** The command line, good for one run. */
export interface Program {
  readonly root: Command
  /** @throws CommanderError where commander refuses the line or has printed help; whatever the command throws. */
  run(): Promise<void>
  /** The command that was recognised, as it is typed. */
  usedCommand(): string
}

/** The program for one command line. */
export function createProgram(io: Io, line: readonly string[]): Program {
  const argv = expandHelp(line)
  const root = configured(new Command("fleetprompt"), io)
  let used = root
  const load = async (_parent: Command, command: Command) => {
    used = command
    const name = pathOf(command)
    const verb = await verbs[name]?.()
    if (verb === undefined) return
    const context = createContext(io, readGlobalOptions(root))
    context.output.event("started", { command: name, version: cliVersion })
    verb.define(command, context)
  }
  root.hook("preSubcommand", load)
  const nounOf = (path: readonly string[]): Command => {
    const name = path.at(-1)
    if (name === undefined) return root
    const parent = nounOf(path.slice(0, -1))
    const existing = parent.commands.find((command) => command.name() === name)
    if (existing !== undefined) return existing
    const about = nouns[path.join(" ")] ?? ""
    return parent.command(name).description(about).helpCommand(false).hook("preSubcommand", load)
  }
  for (const [path, summary] of commandsFor(argv)) {
    const words = path.split(" ")
    nounOf(words.slice(0, -1))
      .command(words.at(-1) ?? "")
      .description(summary)
  }
  root.command(completionQuestion, { hidden: true })
  return {
    root,
    run: async () => void (await root.parseAsync(argv, { from: "user" })),
    usedCommand: () => `${root.name()} ${pathOf(used)}`.trim(),
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
function expandHelp(argv: readonly string[]): string[] {
  const [first, ...words] = argv
  const isCommand = words.length === 0 || commandsUnder(words[0]).length > 0
  return first === "help" && isCommand ? [...words, "--help"] : [...argv]
}

/** A line that begins with a command needs that one, or what its noun holds; any other may need them all. */
function commandsFor([first]: readonly string[]): [path: string, summary: string][] {
  const named = commandsUnder(first)
  return named.length > 0 ? named : Object.entries(summaries)
}

const commandsUnder = (word: string | undefined) =>
  Object.entries(summaries).filter(([path]) => path.split(" ")[0] === word)

/** `listing get`; empty for the root. */
const pathOf = (command: Command): string =>
  command.parent === null ? "" : `${pathOf(command.parent)} ${command.name()}`.trim()
