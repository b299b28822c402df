/** Prints the demo as a story: numbered steps, the commands somebody would type, and what came back. */
export function createTranscript(write: (text: string) => void) {
  let steps = 0
  return {
    step(title: string): void {
      steps += 1
      write(`\n${steps}. ${title}\n`)
    },
    /** A command line, then its output. */
    command(line: string, output: string): void {
      write(`   $ ${line}\n`)
      this.output(output)
    },
    output(text: string): void {
      for (const row of text.trimEnd().split("\n")) write(`     ${row}\n`)
    },
    fact(text: string): void {
      write(`   ${text}\n`)
    },
  }
}

export type Transcript = ReturnType<typeof createTranscript>
