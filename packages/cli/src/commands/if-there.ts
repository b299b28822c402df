import { isCode } from "@fleetprompt/sdk/fetch"

/** What a read finds, or undefined where the registry says that there is no such thing for this caller. */
export const ifThere = async <T>(reading: PromiseLike<T>): Promise<T | undefined> =>
  await Promise.resolve(reading).catch((error: unknown) => {
    if (isCode(error, "NOT_FOUND")) return undefined
    throw error
  })
