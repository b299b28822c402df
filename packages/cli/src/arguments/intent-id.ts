import { installIntent } from "@fleetprompt/sdk/contracts"
import { parsedBy } from "./parse.ts"

/** The id of an install, as `install` and `intent list` print it. */
export const intentIdArgument = parsedBy(installIntent.shape.installIntentId)
