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
