import type { Target, TargetSecret } from "./target.ts"

export interface TargetReads {
  findByName(name: string): Promise<Target | undefined>
  /** The target and the secret of that hash, whatever their state. */
  findBySecretHash(secretHash: string): Promise<{ target: Target; secret: TargetSecret } | undefined>
  /** Targets that are not disabled, by name, at most 1,000. */
  list(): Promise<Target[]>
}

export interface TargetStore extends TargetReads {
  /** False where the name is taken. */
  insert(target: Target): Promise<boolean>
  addSecret(secret: TargetSecret): Promise<void>
  /** Secrets of a target that are not revoked. */
  countLiveSecrets(targetId: string): Promise<number>
}
