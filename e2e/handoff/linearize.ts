/** One operation of a history: what was asked, what was answered, and between which two moments it happened. */
export interface Event<Operation> {
  readonly operation: Operation
  readonly reply: string
  readonly startMs: number
  readonly endMs: number
}

/** What a thing does with an operation at one moment: the reply, and what it is like afterwards. */
export type Step<State, Operation> = (state: State, operation: Operation) => { reply: string; state: State }

/** Beyond as many attempts nothing is decided. Histories of a few dozen events need a few hundred. */
const attemptsMax = 500_000

/**
 * An order in which the operations may have happened one at a time, each at some moment between its start and its end,
 * so that every reply is the one `step` gives; undefined where there is none (Herlihy and Wing's linearizability, found
 * by Wing and Gong's search). @throws Error where the search is too long to decide.
 */
export function linearize<State, Operation>(
  initial: State,
  step: Step<State, Operation>,
  history: readonly Event<Operation>[],
): Event<Operation>[] | undefined {
  const hopeless = new Set<string>()
  const order: Event<Operation>[] = []
  let attempts = 0

  function search(state: State, done: bigint): boolean {
    if (order.length === history.length) return true
    const here = `${done.toString(36)} ${JSON.stringify(state)}`
    if (hopeless.has(here)) return false
    for (const [index, event] of nextOf(history, done)) {
      attempts += 1
      if (attempts > attemptsMax) throw new Error("The history is too long to be decided.")
      const foretold = step(state, event.operation)
      if (foretold.reply !== event.reply) continue
      order.push(event)
      if (search(foretold.state, done | (1n << BigInt(index)))) return true
      order.pop()
    }
    hopeless.add(here)
    return false
  }

  return search(initial, 0n) ? order : undefined
}

/** Whatever may have come next: what began before the first of the rest had ended. */
function nextOf<Operation>(
  history: readonly Event<Operation>[],
  done: bigint,
): (readonly [number, Event<Operation>])[] {
  const rest = history
    .map((event, index) => [index, event] as const)
    .filter(([index]) => (done & (1n << BigInt(index))) === 0n)
  const firstEndMs = Math.min(...rest.map(([, { endMs }]) => endMs))
  return rest.filter(([, { startMs }]) => startMs <= firstEndMs)
}
