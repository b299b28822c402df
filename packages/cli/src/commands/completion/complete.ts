import { Command, type Option } from "commander"
import type { Context } from "../../context.ts"
import { addGlobalOptions } from "../../global-options.ts"
import { nouns, summaries } from "../../grammar.ts"
import { topics } from "../help/topics.ts"

export interface CompleteOptions {
  /** What stands on the line after `fleetprompt`; the last one is under the cursor. */
  readonly words: readonly string[]
}

interface Answer {
  readonly word: string
  readonly about: string
}

export function define(command: Command, context: Context, run = complete): void {
  command.argument("[words...]").action((words: string[]) => run({ words }, context))
}

/** Answers the shell: what may stand where the cursor is. The registry is not asked. */
export async function complete({ words }: CompleteOptions, context: Context): Promise<void> {
  const begun = words.at(-1) ?? ""
  const answers = (await answersFor(words.slice(0, -1), begun, context)).filter(({ word }) => word.startsWith(begun))
  const lines = answers.map(({ word, about }) => `${word}\t${about.replaceAll(/\s+/g, " ")}`)
  context.output.result({ data: answers }, () => lines.join("\n"))
}

async function answersFor(before: readonly string[], begun: string, context: Context): Promise<Answer[]> {
  const path = before.filter((word) => !word.startsWith("-"))
  const name = commandIn(path)
  if (name === undefined) return begun.startsWith("-") ? optionsOf(new Command()) : subcommands(path.join(" "))
  if (name === "help") return [...subcommands(""), ...Object.keys(topics).map((word) => ({ word, about: "topic" }))]
  const command = await defined(name, context)
  const taken = command.options.find(({ long, short }) => [long, short].includes(before.at(-1)))
  if (taken !== undefined && (taken.required || taken.variadic)) return choicesOf(taken)
  if (begun.startsWith("-")) return optionsOf(command)
  return (command.registeredArguments[0]?.argChoices ?? []).map((word) => ({ word, about: "" }))
}

/** The command that the words on the line begin with. */
const commandIn = (path: readonly string[]): string | undefined =>
  [3, 2, 1].map((count) => path.slice(0, count).join(" ")).find((name) => Object.hasOwn(summaries, name))

/** The commands and nouns one word below a noun. */
function subcommands(noun: string): Answer[] {
  const prefix = noun === "" ? "" : `${noun} `
  const names = Object.keys(summaries).filter((name) => name.startsWith(prefix))
  const words = new Set(names.map((name) => name.slice(prefix.length).split(" ")[0] ?? ""))
  return [...words].map((word) => {
    const path = `${prefix}${word}`
    return { word, about: summaries[path] ?? nouns[path] ?? "" }
  })
}

async function defined(name: string, context: Context): Promise<Command> {
  const { verbs } = await import("../../verbs.ts")
  const verb = await verbs[name]?.()
  const command = new Command(name)
  verb?.define(command, context)
  return command
}

function optionsOf(command: Command): Answer[] {
  addGlobalOptions(command)
  return command.options.flatMap(({ long, description }) => (long ? [{ word: long, about: description }] : []))
}

const choicesOf = ({ argChoices }: Option): Answer[] => (argChoices ?? []).map((word) => ({ word, about: "" }))
