import { confirm, input, select } from "@inquirer/prompts"
import type { Io } from "./io.ts"

export interface TextQuestion {
  readonly message: string
  readonly initial: string | undefined
  /** Returns what is wrong with an answer, or undefined for a good one. */
  readonly check: (answer: string) => string | undefined
}

export interface ChoiceQuestion<Value extends string> {
  readonly message: string
  readonly choices: readonly { readonly value: Value; readonly name: string }[]
}

/** The few kinds of question the CLI asks. */
export interface Prompts {
  text(question: TextQuestion): Promise<string>
  choose<Value extends string>(question: ChoiceQuestion<Value>): Promise<Value>
  /** No is the answer of who just presses return. */
  confirm(message: string): Promise<boolean>
}

/** Questions on the terminal. They appear on stderr, so stdout stays the result's alone. */
export function terminalPrompts({ stdin, stderr }: Io): Prompts {
  const terminal = { input: stdin, output: stderr }
  return {
    text: ({ message, initial, check }) =>
      input(
        {
          message,
          ...(initial === undefined ? {} : { default: initial }),
          validate: (answer) => check(answer) ?? true,
        },
        terminal,
      ),
    choose: ({ message, choices }) => select({ message, choices }, terminal),
    confirm: (message) => confirm({ message, default: false }, terminal),
  }
}
