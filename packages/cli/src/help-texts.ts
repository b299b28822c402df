/** What `fleetprompt --help` prints on a terminal of at least so many columns. */
export interface HelpText {
  readonly columnsMin: number
  readonly text: string
}

/** The narrowest first. The build writes them here; run from the sources, the help is worked out each time. */
export const helpTexts: readonly HelpText[] = []
