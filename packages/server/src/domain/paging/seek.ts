/** Where the next page starts: after the row with this time and id, in newest-first order. */
export interface Seek {
  readonly atMs: number
  readonly id: string
}

/** How much of a newest-first list to read. */
export interface SeekPage {
  readonly after: Seek | undefined
  readonly limit: number
}
