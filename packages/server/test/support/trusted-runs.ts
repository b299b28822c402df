import type { AddTrustedPublisherRequest, ExchangedToken, TrustedPublisher } from "@fleetprompt/sdk/contracts"
import { Caller } from "./caller.ts"
import { openSession } from "./device-login.ts"
import type { TestRegistry } from "./registry.ts"
import { ciIssuer } from "./trusting-ci.ts"

/** What trusts the run that the registry of a test takes any text for. */
export const exampleTrust: AddTrustedPublisherRequest = {
  issuer: ciIssuer,
  repository: "acme/triage",
  ownerId: "42",
  workflow: "release.yml",
}

/** Trusts runs for a slug as its owner, who signs in to do it. */
export async function trust(
  registry: TestRegistry,
  owner: Caller,
  slug: string,
  given: Partial<AddTrustedPublisherRequest> = {},
): Promise<TrustedPublisher> {
  const { caller } = await openSession(registry, owner)
  const answer = await caller.post<TrustedPublisher>(`/v1/listings/${slug}/trusted-publishers`, {
    ...exampleTrust,
    ...given,
  })
  if (answer.status >= 400)
    throw new Error(`Trusting failed: ${answer.problem.detail} ${JSON.stringify(answer.problem.errors)}`)
  return answer.body
}

/** Exchanges the token of a run for one that publishes one release. */
export const exchange = (
  registry: TestRegistry,
  body: { listing: string; version: string; digest: string; oidcToken?: string },
) =>
  registry.anonymous.request<ExchangedToken>("POST", "/v1/trusted-publishing/exchange", { oidcToken: "run", ...body })

/** Somebody who has nothing but a token for one release. */
export async function runFor(
  registry: TestRegistry,
  body: { listing: string; version: string; digest: string; oidcToken?: string },
): Promise<Caller> {
  const answer = await exchange(registry, body)
  if (answer.status !== 200) throw new Error(`The exchange failed: ${answer.problem.detail}`)
  return new Caller(registry.app, answer.body.token)
}
