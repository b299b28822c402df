export type { IssuedInstall } from "./registry/buyer.ts"
export type { ReceivedCall } from "./registry/calls.ts"
export type { Clock } from "./registry/clock.ts"
export {
  type FakeRegistry,
  fakeRegistry,
  type FakeRegistryOptions,
  type FakeTarget,
  type InstallState,
  type InstallWish,
} from "./registry/fake-registry.ts"
export type { Fault } from "./registry/faults.ts"
export type { PrivateJwk } from "./registry/keys.ts"
export { RegistryRefusal } from "./registry/problem.ts"
export type { IssuedCredential, TargetDescription } from "./registry/register.ts"
export type { RouteName } from "./registry/routes.ts"
export type { ReleaseDescription } from "./registry/shelf.ts"
export type {
  Arrival,
  ConformanceAdapter,
  InstalledThing,
  RunningTarget,
  TargetSetting,
} from "./conformance/adapter.ts"
export type { Browser, SendOptions } from "./conformance/browser.ts"
export { describeConformance, type TestApi } from "./conformance/describe.ts"
export type { Button, Form, Page } from "./conformance/page.ts"
export { renderMarkdown, renderText } from "./conformance/render.ts"
export { type ConformanceOptions, runConformance } from "./conformance/run-conformance.ts"
export type { CaseResult, ConformanceReport } from "./conformance/verdict.ts"
