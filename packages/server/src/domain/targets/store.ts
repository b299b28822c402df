import type { SystemVersions, TargetSystem } from "@fleetprompt/sdk/contracts"
import type { Target, TargetCredential } from "./target.ts"

/** A target and the one of its credentials that was asked for. */
export interface FoundCredential {
  readonly target: Target
  readonly credential: TargetCredential
}

export interface TargetReads {
  findByName(name: string): Promise<Target | undefined>
  /** The one of a system that is meant where only the system is named. */
  findDefault(targetSystem: TargetSystem): Promise<Target | undefined>
  /** The target and the secret of that hash, whatever their state. */
  findBySecretHash(secretHash: string): Promise<FoundCredential | undefined>
  /** The target and its key of that thumbprint, whatever their state. */
  findByKey(targetId: string, kid: string): Promise<FoundCredential | undefined>
  /** Targets that are not disabled, by name, at most 1,000. */
  list(): Promise<Target[]>
  /** All of them, by name, at most 1,000. */
  listAll(): Promise<Target[]>
  /** Every credential of a target, oldest first, at most 1,000. */
  listCredentials(targetId: string): Promise<TargetCredential[]>
}

export interface TargetStore extends TargetReads {
  /** False where the name is taken. */
  insert(target: Target): Promise<boolean>
  /** As `findByName`, and makes other transactions that lock or hold this target wait until this one ends. */
  lockByName(name: string): Promise<Target | undefined>
  /** Reads a target and keeps others from locking it until this transaction ends; others may hold it too. */
  hold(targetId: string): Promise<Target | undefined>
  /** Writes what may change of a locked target. */
  update(target: Target): Promise<void>
  /** Makes a locked target the default of its system, in place of the one that was. */
  makeDefault(target: Pick<Target, "targetId" | "targetSystem">): Promise<void>
  /** Writes what a target says it runs; false where it said so already. */
  setVersions(targetId: string, versions: SystemVersions): Promise<boolean>
  /** False where the target has, or had, a credential of that key. */
  addCredential(credential: TargetCredential): Promise<boolean>
  /** Sets when a credential ends by itself. */
  endCredential(credentialId: string, expiresAtMs: number): Promise<void>
  /** False where it is revoked already, or of another target. */
  revokeCredential(targetId: string, credentialId: string, nowMs: number): Promise<boolean>
  /** Moves the time of last use forward, never back. */
  noteCredentialUse(credentialId: string, usedAtMs: number): Promise<void>
  /** Remembers a signed request until it has expired; false where it was seen before. */
  rememberAssertion(targetId: string, jti: string, expiresAtMs: number): Promise<boolean>
  /** Forgets at most so many signed requests that have expired, and returns how many. */
  purgeAssertions(nowMs: number, limit: number): Promise<number>
}
