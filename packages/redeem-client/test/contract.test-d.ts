import type {
  Current,
  InstallOutcome,
  OutcomeCode,
  Preview,
  InstallRequest,
  Redemption,
  RedeemResult,
  RequestedInstall,
  Subject,
  TargetKey,
} from "@fleetprompt/redeem-client"
import type { ProposedInstall } from "@fleetprompt/redeem-client/handlers"
import type { PinnedKey } from "@fleetprompt/redeem-client/revocations"
import type { TargetEntry, TargetSelf } from "@fleetprompt/redeem-client/self"
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
expectTypeOf<Omit<RequestedInstall, "state" | "codeVerifier">>().toEqualTypeOf<Wire.CreatedHandoff>()
// Without `undefined`, which JSON has no word for.
type Sent<Body> = { [Name in keyof Body]: Exclude<Body[Name], undefined> }
expectTypeOf<Sent<Required<InstallRequest>>>().toEqualTypeOf<
  Sent<Required<Omit<Wire.CreateHandoffRequest, "codeChallenge">>>
>()
expectTypeOf<TargetSelf>().toEqualTypeOf<Pick<Wire.TargetSelf, keyof TargetSelf>>()
expectTypeOf<Parameters<TargetEntry["setVersions"]>[0]>().toEqualTypeOf<Wire.SystemVersions>()
// What the registry lists or shows can be handed on as it is.
expectTypeOf<Wire.SigningKey>().toExtend<PinnedKey>()
expectTypeOf<Wire.TargetPublicKey & { d: string }>().toExtend<TargetKey>()
expectTypeOf<Preview>().toExtend<ProposedInstall>()
expectTypeOf<Redemption>().toExtend<ProposedInstall>()
