import { beforeEach, describe, expect, it } from "vitest"
import { purgeCiTokens } from "../../src/domain/trusted-publishing/purge.ts"
import { expectRefusal, expectSameAnswer } from "../support/answers.ts"
import { type CiStage, digest, namedClaims, openWithCi } from "../support/ci-provider.ts"
import { engines } from "../support/engines.ts"
import { openSession } from "../support/device-login.ts"

describe.each(engines)("T-TRUST-3 · POST /v1/trusted-publishing/exchange on $name", (engine) => {
  let stage: CiStage
  beforeEach(async () => {
    stage = await openWithCi(engine)
    return () => stage.close()
  })

  const status = async (claims: Record<string, unknown>) => (await stage.exchangeWith({ claims })).status
  const expectMismatch = async (claims: Record<string, unknown>, claim: string, message: string) => {
    const answer = await stage.exchangeWith({ claims })
    expectRefusal(answer, 403, "OIDC_PUBLISHER_MISMATCH")
    expect(namedClaims(answer)).toEqual({ [claim]: message })
  }

  it("gives a run a token for fifteen minutes, of which nothing but a hash is kept", async () => {
    const { trustedPublisherId } = await stage.trust()
    const { status: is, body } = await stage.exchangeWith()
    expect(is).toBe(200)
    expect(body).toEqual({
      token: expect.stringMatching(/^fpci_[0-9A-Za-z]{38}$/),
      expiresAtMs: stage.registry.clock.nowMs() + 900_000,
      trustedPublisherId,
    })
    expect(JSON.stringify(await stage.registry.rawSql("select * from ci_tokens"))).not.toContain(body.token)
  })

  it("takes a token once", async () => {
    await stage.trust()
    const token = await stage.oidcToken()
    expect((await stage.exchange(token)).status).toBe(200)
    expectRefusal(await stage.exchange(token), 409, "OIDC_TOKEN_REUSED")
    expectRefusal(await stage.exchange(token, "acme/other"), 409, "OIDC_TOKEN_REUSED")
  })

  it("takes one of 20 exchanges of one token at the same time", async () => {
    await stage.trust()
    const token = await stage.oidcToken()
    const answers = await Promise.all(Array.from({ length: 20 }, () => stage.exchange(token)))
    const statuses = answers.map(({ status: is }) => is)
    expect(statuses.filter((is) => is === 200)).toHaveLength(1)
    expect(statuses.filter((is) => is === 409)).toHaveLength(19)
    expect(await stage.registry.rawSql("select ci_token_id from ci_tokens")).toHaveLength(1)
  })

  it("remembers a token for as long as it could be taken, and no longer", async () => {
    await stage.trust()
    const now = Math.floor(stage.registry.clock.nowMs() / 1_000)
    const token = await stage.oidcToken({ claims: { exp: now + 300 } })
    expect((await stage.exchange(token)).status).toBe(200)
    stage.registry.clock.advance(329_999)
    await purgeCiTokens(stage.registry.context)
    expectRefusal(await stage.exchange(token), 409, "OIDC_TOKEN_REUSED")
    stage.registry.clock.advance(1)
    await purgeCiTokens(stage.registry.context)
    expectRefusal(await stage.exchange(token), 401, "OIDC_TOKEN_REJECTED")
    expect(await stage.registry.rawSql("select jti from used_ci_tokens")).toEqual([])
  })

  it("uses up no token that it refuses: set right, the same one is taken", async () => {
    await stage.trust({ workflow: "other.yml" })
    const token = await stage.oidcToken()
    expectRefusal(await stage.exchange(token), 403, "OIDC_PUBLISHER_MISMATCH")
    await stage.trust()
    expect((await stage.exchange(token)).status).toBe(200)
  })

  it.each([
    ["push", 200],
    ["release", 200],
    ["workflow_dispatch", 200],
    ["pull_request", 403],
    ["pull_request_target", 403],
    ["workflow_run", 403],
    ["schedule", 403],
    ["issue_comment", 403],
  ])("answers a run that %s started with %i", async (event, expected) => {
    await stage.trust()
    const answer = await stage.exchangeWith({ claims: { event_name: event } })
    expect(answer.status).toBe(expected)
    if (expected === 200) return
    expectRefusal(answer, 403, "OIDC_EVENT_FORBIDDEN")
    expect(namedClaims(answer)).toEqual({
      event_name: `expected "push or release or workflow_dispatch", got "${event}"`,
    })
  })

  it("takes the events that the owner named and no other", async () => {
    await stage.trust({ events: ["release"] })
    expect(await status({ event_name: "release" })).toBe(200)
    expect(await status({ event_name: "push" })).toBe(403)
  })

  it("refuses a repository of another owner, whatever its name, and tells nothing of the rule", async () => {
    await stage.trust({ environment: "secret-environment" })
    const claims = { repository_owner_id: "43", repository_id: "9" }
    const answer = await stage.exchangeWith({ claims })
    expectRefusal(answer, 403, "OIDC_PUBLISHER_MISMATCH")
    expect(namedClaims(answer)).toEqual({
      repository_owner_id: 'expected what a trusted publisher of the listing names, got "43"',
      repository: 'expected what a trusted publisher of the listing names, got "acme/triage"',
    })
    const strangers = { claims: { repository_owner_id: "43" } }
    const elsewhere = await stage.exchange(await stage.oidcToken(strangers), "acme/nothing")
    const nobodys = await stage.exchange(await stage.oidcToken(strangers), "nobody/nothing")
    const answers = [answer, elsewhere, nobodys].map(({ body, ...rest }) => {
      const text = JSON.stringify(body).replaceAll(/(?:acme|nobody)\/(?:triage|nothing)/g, "a/b")
      return { ...rest, body: JSON.parse(text), problem: JSON.parse(text) }
    })
    for (const other of answers.slice(1)) expectSameAnswer(answers[0] ?? answer, other)
  })

  it("tells a run of the trusted owner what it expected and what it got, claim by claim", async () => {
    await stage.trust({ environment: "production", refPattern: "refs/tags/v*", repositoryId: "7001" })
    const claims = {
      repository: "acme/other",
      repository_id: "7002",
      workflow_ref: "acme/other/.github/workflows/ci.yml@refs/heads/main",
      job_workflow_ref: "acme/other/.github/workflows/ci.yml@refs/heads/main",
      ref: "refs/heads/main",
    }
    const answer = await stage.exchangeWith({ claims })
    expectRefusal(answer, 403, "OIDC_PUBLISHER_MISMATCH")
    expect(namedClaims(answer)).toEqual({
      repository: 'expected "acme/triage", got "acme/other"',
      repository_id: 'expected "7001", got "7002"',
      workflow_ref: 'expected ".github/workflows/release.yml", got ".github/workflows/ci.yml"',
      environment: 'expected "production", got nothing',
      ref: 'expected "refs/tags/v*", got "refs/heads/main"',
    })
  })

  it("takes a repository and an environment in any case", async () => {
    await stage.trust({ repository: "ACME/Triage", environment: "Production" })
    expect(await status({ environment: "production" })).toBe(200)
  })

  it("keeps the first repository that was let in: one made anew under its name is another", async () => {
    await stage.trust()
    expect(await status({})).toBe(200)
    expect(await status({ repository_id: "7001" })).toBe(200)
    await expectMismatch({ repository_id: "7777" }, "repository_id", 'expected "7001", got "7777"')
  })

  it("lets one of two repositories in that come first at the same time", async () => {
    await stage.trust()
    const ids = Array.from({ length: 10 }, (_, index) => `80${index}`)
    const statuses = await Promise.all(ids.map((id) => status({ repository_id: id })))
    expect(statuses.filter((is) => is === 200)).toHaveLength(1)
  })

  it("refuses a workflow in another file", async () => {
    await stage.trust()
    const uri = "acme/triage/.github/workflows/ci.yml@refs/tags/v1.0.0"
    const message = 'expected ".github/workflows/release.yml", got ".github/workflows/ci.yml"'
    await expectMismatch({ workflow_ref: uri, job_workflow_ref: uri }, "workflow_ref", message)
  })

  it("refuses a job of a workflow that is called, unless the owner allows it", async () => {
    const claims = { job_workflow_ref: "other/shared/.github/workflows/publish.yml@refs/heads/main" }
    await stage.trust()
    const message = `expected ".github/workflows/release.yml", got "${claims.job_workflow_ref}"`
    await expectMismatch(claims, "job_workflow_ref", message)
    await stage.trust({ allowReusable: true })
    expect(await status(claims)).toBe(200)
  })

  it("refuses a run without the environment that is asked for, or in another", async () => {
    await stage.trust({ environment: "production" })
    await expectMismatch({}, "environment", 'expected "production", got nothing')
    await expectMismatch({ environment: "staging" }, "environment", 'expected "production", got "staging"')
    expect(await status({ environment: "production" })).toBe(200)
  })

  it("tells the owners of an environment that they could ask for and do not", async () => {
    const { trustedPublisherId } = await stage.trust()
    expect(await status({ environment: "production" })).toBe(200)
    const { body } = await stage.alice.get<{ data: unknown[] }>("/v1/listings/acme/triage/trusted-publishers")
    expect(body.data).toMatchObject([{ trustedPublisherId, unpinnedEnvironment: "production" }])
    expect(await status({})).toBe(200)
    const { body: later } = await stage.alice.get<{ data: unknown[] }>("/v1/listings/acme/triage/trusted-publishers")
    expect(later.data).toMatchObject([{ trustedPublisherId, unpinnedEnvironment: null, repositoryId: "7001" }])
  })

  it.each([
    ["refs/tags/v*", "refs/tags/v1.0.0", 200],
    ["refs/tags/v*", "refs/tags/1.0.0", 403],
    ["refs/tags/v*", "refs/heads/refs/tags/v1", 403],
    ["refs/heads/main", "refs/heads/main", 200],
    ["refs/heads/main", "refs/heads/main2", 403],
    ["refs/heads/main", "refs/heads/mai", 403],
    ["refs/heads/release/*-stable", "refs/heads/release/a/b-stable", 200],
    ["refs/heads/a*a", "refs/heads/a", 403],
    ["refs/*v*.*", "refs/tags/v1.0", 200],
    ["refs/heads/(a+)+$", "refs/heads/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!", 403],
  ])("holds the pattern %s against %s: %i", async (refPattern, ref, expected) => {
    await stage.trust({ refPattern })
    expect(await status({ ref })).toBe(expected)
  })

  it("finds among several trusted publishers the one that fits", async () => {
    await stage.trust({ workflow: "nightly.yml" })
    const { trustedPublisherId } = await stage.trust()
    await stage.trust({ ownerId: "99" })
    expect((await stage.exchangeWith()).body).toMatchObject({ trustedPublisherId })
  })

  it("forgets whom a publisher trusts no more, with the tokens of their runs", async () => {
    const { trustedPublisherId } = await stage.trust()
    const { body } = await stage.exchangeWith()
    const { caller } = await openSession(stage.registry, stage.alice)
    await caller.request("DELETE", `/v1/listings/acme/triage/trusted-publishers/${trustedPublisherId}`)
    expect(await status({})).toBe(403)
    const headers = { authorization: `Bearer ${body.token}` }
    const read = await stage.registry.anonymous.get("/v1/listings/acme/triage", { headers })
    expectRefusal(read, 401, "UNAUTHENTICATED")
  })

  it("says beforehand what it would say, and uses nothing up", async () => {
    const { trustedPublisherId } = await stage.trust({ environment: "production" })
    const check = async (token: string) =>
      await stage.registry.anonymous.request("POST", "/v1/trusted-publishing/check", {
        oidcToken: token,
        listing: "acme/triage",
      })
    const bare = await stage.oidcToken()
    expect((await check(bare)).body).toMatchObject({
      matches: false,
      trustedPublisherId,
      claims: expect.arrayContaining([
        { claim: "repository_owner_id", expected: "42", got: "42", matches: true },
        { claim: "environment", expected: "production", got: null, matches: false },
      ]),
    })
    const right = await stage.oidcToken({ claims: { environment: "production" } })
    for (let time = 0; time < 2; time++) expect((await check(right)).body).toMatchObject({ matches: true })
    expect((await stage.exchange(right)).status).toBe(200)
    const strangers = await stage.oidcToken({ claims: { repository_owner_id: "43" } })
    expect((await check(strangers)).body).toMatchObject({ matches: false, trustedPublisherId: null })
  })

  it("writes whom it let in and for what, without a word of the token", async () => {
    const { trustedPublisherId } = await stage.trust()
    await stage.exchangeWith()
    const { body } = await stage.alice.get<{ data: unknown[] }>("/v1/publishers/acme/audit")
    expect(body.data[0]).toMatchObject({
      action: "ci_token.issued",
      actor: { kind: "system", id: trustedPublisherId },
      details: { slug: "acme/triage", version: "1.0.0", digest, ownerId: "42", repositoryId: "7001" },
    })
  })
})

describe.each(engines)("T-TRUST-3 · an exchange of GitLab's on $name", (engine) => {
  let stage: CiStage
  beforeEach(async () => {
    stage = await openWithCi(engine, "gitlab")
    return () => stage.close()
  })

  it("is taken, with GitLab's names for what it claims", async () => {
    await stage.trust({ refPattern: "refs/tags/v*" })
    expect((await stage.exchangeWith()).status).toBe(200)
    const answer = await stage.exchangeWith({ claims: { ref_path: "refs/heads/main" } })
    expect(namedClaims(answer)).toEqual({ ref_path: 'expected "refs/tags/v*", got "refs/heads/main"' })
  })

  it("may be of a token that lives as long as a job may run, a day at most", async () => {
    await stage.trust()
    const now = Math.floor(stage.registry.clock.nowMs() / 1_000)
    expect((await stage.exchangeWith({ claims: { exp: now + 86_400 } })).status).toBe(200)
    expectRefusal(await stage.exchangeWith({ claims: { exp: now + 86_401 } }), 401, "OIDC_TOKEN_REJECTED")
  })

  it.each([["merge_request_event"], ["external_pull_request_event"], ["trigger"]])(
    "is refused to a pipeline of %s",
    async (source) => {
      await stage.trust()
      const answer = await stage.exchangeWith({ claims: { pipeline_source: source } })
      expectRefusal(answer, 403, "OIDC_EVENT_FORBIDDEN")
    },
  )

  it("is refused where the configuration of the pipeline is another project's", async () => {
    await stage.trust()
    const claims = { ci_config_ref_uri: "gitlab.example/evil/triage//.gitlab-ci.yml@refs/heads/main" }
    expectRefusal(await stage.exchangeWith({ claims }), 401, "OIDC_TOKEN_REJECTED")
  })
})
