import type { Command } from "commander"
import type { Context } from "../../context.ts"
import { usageError } from "../../errors.ts"
import { closest } from "../../suggest.ts"
import { topics } from "./topics.ts"

export interface HelpOptions {
  readonly topic: string
}

export function define(command: Command, context: Context, run = help): void {
  command
    .argument("<topic>", `a command, or one of: ${Object.keys(topics).join(", ")}`)
    .action((topic: string) => run({ topic }, context))
}

/** Prints a topic. Help on a command never comes here: `help publish` is read as `publish --help`. */
export function help({ topic }: HelpOptions, { output }: Context): void {
  const text = topics[topic]
  if (text !== undefined) return output.result({ topic, text }, () => text)
  const names = Object.keys(topics)
  const meant = closest(topic, names)
  throw usageError(
    "There is no help on that.",
    meant === undefined ? `Topics: ${names.join(", ")}.` : `Did you mean \`fleetprompt help ${meant}\`?`,
  )
}
