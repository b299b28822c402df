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
  "intent list": () => import("./commands/intent/list.ts"),
  "intent get": () => import("./commands/intent/get.ts"),
  "intent wait": () => import("./commands/intent/wait.ts"),
  "intent reissue": () => import("./commands/intent/reissue.ts"),
  "intent cancel": () => import("./commands/intent/cancel.ts"),
  "listing create": () => import("./commands/listing/create.ts"),
  "listing get": () => import("./commands/listing/get.ts"),
  "listing list": () => import("./commands/listing/list.ts"),
  "listing update": () => import("./commands/listing/update.ts"),
  "listing publish": () => import("./commands/listing/publish.ts"),
  "listing unlist": () => import("./commands/listing/unlist.ts"),
  "listing deprecate": () => import("./commands/listing/deprecate.ts"),
  "release publish": () => import("./commands/release/publish.ts"),
  "release list": () => import("./commands/release/list.ts"),
  "release get": () => import("./commands/release/get.ts"),
  "release revoke": () => import("./commands/release/revoke.ts"),
  "publisher claim": () => import("./commands/publisher/claim.ts"),
  login: () => import("./commands/login/login.ts"),
  logout: () => import("./commands/login/logout.ts"),
  whoami: () => import("./commands/whoami.ts"),
  "auth status": () => import("./commands/auth/status.ts"),
  "token create": () => import("./commands/token/create.ts"),
  "token list": () => import("./commands/token/list.ts"),
  "token revoke": () => import("./commands/token/revoke.ts"),
  "trusted-publisher add": () => import("./commands/trusted-publisher/add.ts"),
  "trusted-publisher list": () => import("./commands/trusted-publisher/list.ts"),
  "trusted-publisher remove": () => import("./commands/trusted-publisher/remove.ts"),
  "trusted-publisher require": () => import("./commands/trusted-publisher/require.ts"),
  "ci doctor": () => import("./commands/ci/doctor.ts"),
  "target add": () => import("./commands/target/add.ts"),
  "target list": () => import("./commands/target/list.ts"),
  "target get": () => import("./commands/target/get.ts"),
  "target update": () => import("./commands/target/update.ts"),
  "target disable": () => import("./commands/target/disable.ts"),
  "target enable": () => import("./commands/target/enable.ts"),
  "target key generate": () => import("./commands/target/key/generate.ts"),
  "target credential add": () => import("./commands/target/credential/add.ts"),
  "target credential revoke": () => import("./commands/target/credential/revoke.ts"),
  "redeem peek": () => import("./commands/redeem/peek.ts"),
  "redeem run": () => import("./commands/redeem/run.ts"),
  "config list": () => import("./commands/config/list.ts"),
  "config get": () => import("./commands/config/get.ts"),
  "config set": () => import("./commands/config/set.ts"),
  "config path": () => import("./commands/config/path.ts"),
  doctor: () => import("./commands/doctor/doctor.ts"),
  completion: () => import("./commands/completion/completion.ts"),
  __complete: () => import("./commands/completion/complete.ts"),
  help: () => import("./commands/help/help.ts"),
}
