import { Option } from "commander"
import { slugArgument } from "./parse.ts"

/** Which listing of a manifest that has several. */
export interface OnlyOptions {
  readonly only?: string
}

export const onlyOption = (): Option =>
  new Option("--only <slug>", "the one listing that is meant, of a manifest with several").argParser(slugArgument)
