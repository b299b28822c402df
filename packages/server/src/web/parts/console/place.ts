import { consoleHref } from "../../address.ts"

/** The ways through the console, on every one of its pages. */
export const consolePlace = {
  name: "Console",
  ways: [
    { href: consoleHref, words: "Overview" },
    { href: `${consoleHref}/new`, words: "New listing" },
    { href: `${consoleHref}/tokens`, words: "Tokens" },
    { href: `${consoleHref}/sessions`, words: "Signed-in programs" },
  ],
} as const
