import * as fc from "fast-check"
import type { PlainMove, Redeemer } from "./intent-model.ts"

/** One thing a lane does. Which token is the newest is known when the lane comes to it. */
export type Move =
  | { readonly kind: "redeem"; readonly token: "newest" | "oldest"; readonly name: string; readonly by: Redeemer }
  | { readonly kind: "peek"; readonly token: "newest" | "oldest" }
  | { readonly kind: "report"; readonly name: string; readonly outcome: "completed" | "failed" | "declined" }
  | { readonly kind: PlainMove }
  /** Waits until the intent's deadline is over. */
  | { readonly kind: "outlast" }

/** What several parties do to one intent at the same time. */
export interface Schedule {
  /** False to begin with an intent that has no token yet. */
  readonly withToken: boolean
  /** In how many ms the intent expires, from the moment the lanes start; null for a distant day. */
  readonly endsInMs: number | null
  /** Each lane makes its moves one after the other; the lanes start together. */
  readonly lanes: readonly (readonly Move[])[]
}

const names = fc.constantFrom("first", "second", "third")
const token = fc.oneof(
  { weight: 4, arbitrary: fc.constant("newest" as const) },
  { weight: 1, arbitrary: fc.constant("oldest" as const) },
)
const by: fc.Arbitrary<Redeemer> = fc.oneof(
  { weight: 6, arbitrary: fc.constant("buyer" as const) },
  { weight: 1, arbitrary: fc.constantFrom("stranger" as const, "other target" as const) },
)

const move: fc.Arbitrary<Move> = fc.oneof(
  { weight: 8, arbitrary: fc.record({ kind: fc.constant("redeem" as const), token, name: names, by }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("peek" as const), token }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant("report" as const),
      name: names,
      outcome: fc.constantFrom("completed" as const, "failed" as const, "declined" as const),
    }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant("cancel" as const) }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant("reissue" as const) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("read" as const) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("revoke" as const) }) },
)

/** Schedules of a few lanes with a few moves each. */
export const schedules: fc.Arbitrary<Schedule> = fc.record({
  withToken: fc.oneof({ weight: 5, arbitrary: fc.constant(true) }, { weight: 1, arbitrary: fc.constant(false) }),
  endsInMs: fc.oneof(
    { weight: 3, arbitrary: fc.constant(null) },
    { weight: 1, arbitrary: fc.integer({ min: 0, max: 40 }) },
  ),
  lanes: fc.array(fc.array(move, { minLength: 1, maxLength: 4 }), { minLength: 2, maxLength: 5 }),
})

const redeem = (name: string, which: "newest" | "oldest" = "newest"): Move => ({
  kind: "redeem",
  token: which,
  name,
  by: "buyer",
})

/** Every rival of a redemption, before it, after it and at the same moment; the old token after a reissue. */
export const duels: readonly Schedule[] = (["cancel", "revoke", "reissue"] as const)
  .flatMap((kind): Schedule["lanes"][] => {
    const rival: Move = { kind }
    return [
      [[redeem("first"), rival, redeem("first")]],
      [[rival, redeem("first", "oldest")]],
      [[redeem("first")], [rival]],
      [[rival], [redeem("first", "oldest")]],
      [[redeem("first")], [redeem("second")], [rival], [{ kind: "peek", token: "newest" }]],
    ]
  })
  .map((lanes): Schedule => ({ withToken: true, endsInMs: null, lanes }))
  .concat([
    { withToken: true, endsInMs: 400, lanes: [[redeem("first"), { kind: "outlast" }, redeem("first")]] },
    { withToken: true, endsInMs: 30, lanes: [[{ kind: "outlast" }, redeem("first"), { kind: "reissue" }]] },
    { withToken: false, endsInMs: 30, lanes: [[{ kind: "outlast" }, { kind: "reissue" }, { kind: "cancel" }]] },
  ])

/** As many as try at the same moment, each under a name of its own, and as many again who share one. */
export function crowd(count: number): { strangers: Schedule; same: Schedule } {
  const of = (nameOf: (lane: number) => string): Schedule => ({
    withToken: true,
    endsInMs: null,
    lanes: Array.from({ length: count }, (_, lane) => [redeem(nameOf(lane))]),
  })
  return { strangers: of((lane) => `number ${lane}`), same: of(() => "one") }
}
