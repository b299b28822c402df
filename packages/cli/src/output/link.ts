import type { Output } from "./output.ts"

/** A text that opens an address where the terminal knows how (OSC 8), and the plain text elsewhere. Both must be harmless. */
export const linked = (text: string, url: string, { linksWork }: Pick<Output, "linksWork">): string =>
  linksWork ? `\u001b]8;;${url}\u001b\\${text}\u001b]8;;\u001b\\` : text
