import type { SigningKeyRecord } from "./signing-key.ts"

export interface SigningKeyReads {
  /** In the order of the generations. */
  list(): Promise<SigningKeyRecord[]>
}

export interface SigningKeyStore extends SigningKeyReads {
  /** False where that generation is there already. The database refuses any later change but of the end. */
  insert(key: SigningKeyRecord): Promise<boolean>
  retire(generation: number, atMs: number): Promise<void>
}
