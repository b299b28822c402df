import { writeFile } from "node:fs/promises"
import { join } from "node:path"
import { addPackages } from "./add-packages.ts"
import { type Block, keepsPromise } from "./blocks.ts"
import { openTerminal, type Terminal } from "./terminal.ts"

export interface GuideOptions {
  /** An empty folder. */
  readonly scratch: string
  /** Where in it the reader works. */
  readonly folder: string
  readonly env: NodeJS.ProcessEnv
  /** Does what the guide asks of a browser with the last link shown, and returns what the last page says. */
  readonly browse: (link: string) => Promise<string>
}

/** A reader who does what each block says, and compares what happens with the block of output below it. */
export function readerOf({ scratch, folder, env, browse }: GuideOptions) {
  const first = openTerminal(scratch, scratch, env)
  const others = new Map<string, Terminal>()
  let shown = ""

  /** A command that stays up gets a terminal of its own; a second one there takes the place of the first. */
  async function start(name: string, command: string, promised: string): Promise<string> {
    await others.get(name)?.close()
    const terminal = openTerminal(scratch, folder, env)
    others.set(name, terminal)
    const isEnough = (printed: string) => keepsPromise(printed, promised)
    const printed = await terminal.start(`export PATH="$PWD/node_modules/.bin:$PATH"\n${command}`, isEnough)
    const exports = printed.match(/^ *export \S+$/gm)
    if (exports) await first.run(exports.join("\n"))
    return printed
  }

  async function run(commands: string): Promise<string> {
    const printed = await first.run(commands.replaceAll(/^pnpm add .*\n/gm, ""))
    const added = [...commands.matchAll(/^pnpm add (.*)$/gm)].flatMap(([, words = ""]) => words.split(" "))
    await addPackages(
      folder,
      added.filter((word) => !word.startsWith("-")),
    )
    return printed
  }

  return {
    /** Does what a block says; `next` is the one that follows. @throws Error where a promised output does not come. */
    async follow({ language, purpose, text, line }: Block, next: Block | undefined): Promise<void> {
      if (language === "sh") {
        shown = await (purpose === undefined ? run(text) : start(purpose, text, next?.text ?? ""))
      } else if (language === "text") {
        const came = purpose === "browser" ? await browse(shown.trim()) : shown
        if (!keepsPromise(came, text)) throw new Error(`Line ${line} promises:\n${text}\nBut there came:\n${came}`)
      } else if (purpose !== undefined) await writeFile(join(folder, purpose), text)
    },
    async close(): Promise<void> {
      for (const terminal of [first, ...others.values()]) await terminal.close()
    },
  }
}
