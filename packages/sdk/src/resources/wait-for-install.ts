import type { Reply } from "../call.ts"
import { type Connection, duration } from "../connection.ts"
import { type InstallIntent, installIntent } from "../contracts/installs.ts"
import { limits } from "../contracts/limits.ts"
import { within } from "../deadline.ts"
import type { Caller } from "../endpoint.ts"
import { ResponseShapeError } from "../errors.ts"

/** What to wait for, and how long. */
export interface WaitOptions {
  /** `redeemed`: the target has taken the install on. `outcome`: it has said what became of it. */
  until: "redeemed" | "outcome"
  signal?: AbortSignal | undefined
  /** Without it, as long as the install can still get there: up to a month for an outcome. */
  timeoutMs?: number | undefined
}

/** Between two questions, should something on the way answer at once in the registry's place. */
const pauseMs = 250

/**
 * Asks the registry for a change time after time; it holds each reply back until there is one.
 * @throws TimeoutError, AbortedError; what a read may throw.
 */
export async function waitForInstall(
  call: Caller,
  sleep: Connection["sleep"],
  path: () => string,
  options: WaitOptions,
): Promise<InstallIntent> {
  const { until, signal, timeoutMs = Infinity } = options
  const limit = { limitMs: duration("timeoutMs", timeoutMs), signal, outcomeUnknown: () => false }
  return await within(limit, async (stop) => {
    const read = (known?: { etag: string; data: InstallIntent }) => {
      const waitMs = known === undefined ? undefined : limits.installWaitMsMax
      const asking = { method: "GET", path, query: { waitMs }, waitMs, known, reply: installIntent } as const
      return call(asking, { signal: stop.signal }).withResponse()
    }
    let found = await read()
    while (!isOver(found.data, until)) {
      await sleep(pauseMs, stop.signal)
      found = await read(knownFrom(found))
    }
    return found.data
  })
}

function knownFrom({ data, meta: { etag, requestId } }: Reply<InstallIntent>) {
  if (etag === undefined) throw new ResponseShapeError("The reply has no ETag to wait with", "", requestId)
  return { etag, data }
}

const isOver = ({ status, outcome }: InstallIntent, until: WaitOptions["until"]): boolean =>
  status === "redeemed" ? until === "redeemed" || outcome !== null : status !== "created" && status !== "token_issued"
