import type { Options } from "tsup"
import { type HelpText } from "../src/help-texts.ts"
import { main } from "../src/main.ts"
import type { Io } from "../src/io.ts"

type Plugin = NonNullable<Options["esbuildPlugins"]>[number]

/** From a pipe's width on; above the last, no line of the help is long enough to be broken. */
const columnsMin = 80
const columnsMax = 200

/** Works the help of the whole program out, for `bin.ts` to print before anything is loaded. */
export const writtenHelp: Plugin = {
  name: "written-help",
  setup(build) {
    build.onLoad({ filter: /\/src\/help-texts\.ts$/ }, async () => ({
      contents: `export const helpTexts = ${JSON.stringify(await helpTexts())}`,
      loader: "ts",
    }))
  },
}

async function helpTexts(): Promise<HelpText[]> {
  const texts: HelpText[] = []
  for (let columns = columnsMin; columns <= columnsMax; columns++) {
    const text = await helpAt(columns)
    if (text !== texts.at(-1)?.text) texts.push({ columnsMin: columns, text })
  }
  return texts
}

async function helpAt(columns: number): Promise<string> {
  let text = ""
  const stdout = { columns, write: (chunk: string, done?: () => void) => ((text += chunk), done?.()), on: () => {} }
  const io = { stdout, stderr: stdout, interrupted: new AbortController().signal } as unknown as Io
  await main(["--help"], io)
  return text
}
