import { randomUUID } from "node:crypto"
import { setTimeout as wait } from "node:timers/promises"
import { type Asker, ask } from "../support/ask.ts"

/** Buyers who start installs and bring their tokens to the target, until they are told to stop. */
export interface Buyers {
  /** What was started so far: the install by the idempotency key it was asked for with. */
  readonly installs: ReadonlyMap<string, { installIntentId: string; installToken: string }>
  /** Resolves when the last one has what it asked for. */
  stop(): Promise<void>
}

const lanesCount = 8

/** How many installs may lie in the target's inbox before buyers wait. */
const waitingMax = 60

export function startBuyers(
  asker: Asker,
  body: { listing: string; target: string },
  inbox: { put(token: string): void; waiting(): number },
): Buyers {
  const installs = new Map<string, { installIntentId: string; installToken: string }>()
  const stopped = new AbortController()

  async function lane(): Promise<void> {
    while (!stopped.signal.aborted) {
      if (inbox.waiting() >= waitingMax) {
        await wait(10)
        continue
      }
      const key = randomUUID()
      const { intent, installToken } = await startInstall(asker, body, key)
      installs.set(key, { installIntentId: intent.installIntentId, installToken })
      inbox.put(installToken)
    }
  }

  const lanes = Promise.all(Array.from({ length: lanesCount }, lane))
  return {
    installs,
    async stop() {
      stopped.abort()
      await lanes
    },
  }
}

interface Started {
  readonly intent: { readonly installIntentId: string }
  readonly installToken: string
}

/** Asks under one key until there is an answer. */
async function startInstall(asker: Asker, body: object, key: string): Promise<Started> {
  for (;;) {
    const answer = await ask(asker, "POST", "/v1/install-intents", body, key).catch(() => undefined)
    if (answer?.status === 201) return answer.body as unknown as Started
    if (answer !== undefined && answer.status < 500) throw new Error(`An install was refused: ${answer.body.code}.`)
    await wait(25)
  }
}
