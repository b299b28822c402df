import { setTimeout as sleep } from "node:timers/promises"
import { isFleetPromptError } from "@fleetprompt/sdk/fetch"
import type { Context } from "../../context.ts"
import { CliError } from "../../errors.ts"
import type { ManifestEntry } from "../../manifest/load.ts"
import { ifThere } from "../if-there.ts"

const pauseMs = 1_000

/**
 * Reads everything back as a stranger would, until it is there with the content that was published.
 * @throws CliError where the time is over first.
 */
export async function waitUntilPublic(
  context: Context,
  work: readonly { readonly entry: ManifestEntry }[],
  waitMs: number,
): Promise<void> {
  const client = await context.clientWith(undefined)
  const { io } = context
  const endsAtMs = io.nowMs() + waitMs
  for (const { entry } of work) {
    const { listing, release, digest } = entry
    const isReadable = async () => {
      const found = await ifThere(client.releases.get(listing.slug, release.version))
      return found?.digest === digest
    }
    while (!(await isReadable().catch(unlessRetryable))) {
      if (io.nowMs() >= endsAtMs) throw notYet(`${listing.slug}@${release.version}`)
      await (io.transport.sleep?.(pauseMs, io.interrupted) ?? sleep(pauseMs, undefined, { signal: io.interrupted }))
    }
  }
}

function unlessRetryable(error: unknown): false {
  if (isFleetPromptError(error) && error.retryable) return false
  throw error
}

const notYet = (reference: string) =>
  new CliError({
    code: "NOT_PUBLIC_YET",
    message: `${reference} is published, but not everybody can read it yet.`,
    remedy: "Run the command again; it changes nothing and waits anew.",
  })
