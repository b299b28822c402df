import type {
  Current,
  InstallOutcome,
  OutcomeCode,
  Preview,
  Redemption,
  RedeemResult,
  Subject,
} from "@fleetprompt/redeem-client"
import type * as Wire from "@fleetprompt/sdk/contracts"
import { expectTypeOf } from "vitest"

// Read by `tsc` alone: where a hand-written type drifts from the wire, the type check fails.
expectTypeOf<Redemption>().toEqualTypeOf<Wire.Redemption>()
expectTypeOf<Current>().toEqualTypeOf<Wire.RedemptionCurrent>()
expectTypeOf<Extract<RedeemResult, { ok: true }>>().toEqualTypeOf<{
  ok: true
  redemption: Wire.Redemption
  current: Wire.RedemptionCurrent
  replayed: boolean
}>()
expectTypeOf<Preview>().toEqualTypeOf<Omit<Extract<Wire.Introspection, { active: true }>, "active">>()
expectTypeOf<Subject>().toEqualTypeOf<Wire.Subject>()
expectTypeOf<InstallOutcome>().toEqualTypeOf<Wire.InstallOutcome>()
expectTypeOf<OutcomeCode>().toEqualTypeOf<Wire.OutcomeCode>()
