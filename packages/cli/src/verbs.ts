import type { Command } from "commander"
import type { Context } from "./context.ts"

export { createContext } from "./context.ts"
export { tellFailure } from "./failure/tell.ts"

/** A command's module: it adds arguments, options and an action to a command that has its name and summary. */
export interface Verb {
  define(command: Command, context: Context): void
}

/** The module of every command, loaded when it is the one that runs, so that nobody waits for the others. */
export const verbs: Readonly<Record<string, () => Promise<Verb>>> = {
  init: () => import("./commands/init/init.ts"),
  validate: () => import("./commands/validate.ts"),
  diff: () => import("./commands/diff/diff.ts"),
  publish: () => import("./commands/publish/publish.ts"),
  search: () => import("./commands/search.ts"),
  show: () => import("./commands/show.ts"),
  install: () => import("./commands/install/install.ts"),
  "listing create": () => import("./commands/listing/create.ts"),
  "listing get": () => import("./commands/listing/get.ts"),
  "listing list": () => import("./commands/listing/list.ts"),
  "listing publish": () => import("./commands/listing/publish.ts"),
  "release publish": () => import("./commands/release/publish.ts"),
  "release list": () => import("./commands/release/list.ts"),
  "publisher claim": () => import("./commands/publisher/claim.ts"),
  whoami: () => import("./commands/whoami.ts"),
  help: () => import("./commands/help/help.ts"),
}
