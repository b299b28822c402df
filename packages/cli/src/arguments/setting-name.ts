import { Argument } from "commander"
import { settingNames } from "../config/settings.ts"

/** The name of a setting. */
export const settingNameArgument = (): Argument => new Argument("<name>", "which setting").choices(settingNames)
