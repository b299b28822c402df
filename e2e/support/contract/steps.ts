import { randomUUID } from "node:crypto"
import type { Answer, RegistryUnderTest, SendOptions } from "./registry-under-test.ts"
import { bob } from "./registry-under-test.ts"

/** A piece of wire: what is sent, and what comes back in short. */
export interface Scenario {
  readonly title: string
  /** As `inShort` writes each reply. */
  readonly replies: readonly string[]
  readonly play: (registry: RegistryUnderTest) => Promise<Answer[]>
}

export const minute = 60_000
export const day = 86_400_000

export const redeem = (registry: RegistryUnderTest, body: unknown, options: SendOptions = {}) =>
  registry.send("POST", "/v1/install-intents/redeem", { ...options, body })
export const introspect = (registry: RegistryUnderTest, body: unknown, options: SendOptions = {}) =>
  registry.send("POST", "/v1/install-intents/introspect", { ...options, body })
export const report = (registry: RegistryUnderTest, id: string, body: unknown, options: SendOptions = {}) =>
  registry.send("POST", `/v1/install-intents/${id}/outcome`, { ...options, body })

export const asked = (token: string, subject = bob, redemptionId: string = randomUUID()) => ({
  token,
  redemptionId,
  subject,
})

/** One reply after the other, as a target would get them. */
export async function inTurn(...steps: (() => Promise<Answer>)[]): Promise<Answer[]> {
  const answers: Answer[] = []
  for (const step of steps) answers.push(await step())
  return answers
}
