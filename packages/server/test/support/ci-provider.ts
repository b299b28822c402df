import { randomUUID } from "node:crypto"
import { SignJWT } from "jose"
import type { CiProvider, ExchangedToken, Problem } from "@fleetprompt/sdk/contracts"
import { ciTokens } from "../../src/oidc/ci-tokens.ts"
import type { Answer } from "./caller.ts"
import type { Engine } from "./engines.ts"
import { audience, createKey, type ProviderKey, startProvider, type TokenParts } from "./identity-provider.ts"
import { openRegistry } from "./registry.ts"
import { trust } from "./trusted-runs.ts"

export const digest = `sha256:${"a".repeat(64)}`

/** What GitHub would say of a run that a tag started. */
const githubRun = {
  repository: "acme/triage",
  repository_id: "7001",
  repository_owner: "acme",
  repository_owner_id: "42",
  workflow_ref: "acme/triage/.github/workflows/release.yml@refs/tags/v1.0.0",
  job_workflow_ref: "acme/triage/.github/workflows/release.yml@refs/tags/v1.0.0",
  event_name: "push",
  ref: "refs/tags/v1.0.0",
  sha: "4b825dc642cb6eb9a060e54bf8d69288fbee4904",
  run_id: "9001",
  run_attempt: "1",
}

/** And GitLab. */
const gitlabRun = (host: string) => ({
  project_path: "acme/triage",
  project_id: "7001",
  namespace_id: "42",
  namespace_path: "acme",
  ci_config_ref_uri: `${host}/acme/triage//.gitlab-ci.yml@refs/tags/v1.0.0`,
  pipeline_source: "push",
  ref_path: "refs/tags/v1.0.0",
  ref: "v1.0.0",
  ref_type: "tag",
  sha: "4b825dc642cb6eb9a060e54bf8d69288fbee4904",
  pipeline_id: "9001",
})

let rsaKey: Promise<ProviderKey> | undefined

/** A registry that takes the tokens of one CI, and that CI. Alice owns `acme` and trusts its repository. */
export async function openWithCi(engine: Engine, provider: CiProvider = "github") {
  const ci = await startProvider(await (rsaKey ??= createKey("first", "RS256")))
  const issuers = [{ provider, issuer: ci.issuer }]
  const log = { info: () => {}, warn: () => {}, error: () => {} }
  const registry = await openRegistry(engine, { publishersPerUserMax: 100 }, ({ nowMs }) => ({
    ciTokens: ciTokens({ audience, issuers }, nowMs, log),
  }))
  const alice = await registry.as("alice")
  await alice.claim("acme")
  const { issuer } = ci
  const run = provider === "gitlab" ? gitlabRun(new URL(issuer).host) : githubRun
  const workflow = provider === "gitlab" ? ".gitlab-ci.yml" : "release.yml"

  /** A token of a run, right in everything that is not named. */
  async function oidcToken({ key = ci.key, header = {}, claims = {} }: TokenParts = {}): Promise<string> {
    const iat = Math.floor(registry.clock.nowMs() / 1_000)
    const right = { ...run, iss: issuer, aud: audience, jti: randomUUID(), iat, nbf: iat, exp: iat + 300 }
    const named = Object.entries({ ...right, ...claims }).filter(([, value]) => value !== undefined)
    return await new SignJWT(Object.fromEntries(named))
      .setProtectedHeader({ alg: key.alg, kid: key.kid, typ: "JWT", ...header })
      .sign(key.privateKey)
  }

  const exchange = (token: string, listing = "acme/triage", version = "1.0.0") =>
    registry.anonymous.request<ExchangedToken>("POST", "/v1/trusted-publishing/exchange", {
      oidcToken: token,
      listing,
      version,
      digest,
    })

  return {
    ci,
    registry,
    alice,
    oidcToken,
    exchange,
    /** Exchanges a token that is right in everything that is not named. */
    exchangeWith: async (parts: TokenParts = {}) => await exchange(await oidcToken(parts)),
    trust: (given: Parameters<typeof trust>[3] = {}, slug = "acme/triage") =>
      trust(registry, alice, slug, { issuer, workflow, ...given }),
    async close() {
      await registry.close()
      await ci.close()
    },
  }
}

export type CiStage = Awaited<ReturnType<typeof openWithCi>>

/** The claims a refusal names, with what it says of them. */
export const namedClaims = ({ problem }: Answer<unknown> & { problem: Problem }): Record<string, string> =>
  Object.fromEntries(problem.errors.map(({ pointer, message }) => [pointer.replace("/oidcToken/", ""), message]))
