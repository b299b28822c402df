import { randomUUID } from "node:crypto"
import type { CiClaims, CiTokens } from "../../src/domain/trusted-publishing/claims.ts"

export const ciIssuer = "https://ci.example"

const names = {
  repository: "repository",
  repositoryId: "repository_id",
  ownerId: "repository_owner_id",
  workflow: "workflow_ref",
  calledWorkflow: "job_workflow_ref",
  event: "event_name",
  ref: "ref",
  environment: "environment",
}

/** Takes any text for the token of one run, and JSON for what to change of it, so that a test needs no issuer. */
export const trustingCi = (nowMs: () => number): CiTokens => ({
  audience: "https://registry.example",
  issuers: [{ provider: "github", issuer: ciIssuer }],
  async verify(token) {
    const changed: Partial<CiClaims> = token.startsWith("{") ? JSON.parse(token) : {}
    const claims: CiClaims = {
      provider: "github",
      issuer: ciIssuer,
      jti: randomUUID(),
      expiresAtMs: nowMs() + 300_000,
      repository: "acme/triage",
      repositoryId: "7001",
      ownerId: "42",
      workflow: ".github/workflows/release.yml",
      calledWorkflow: null,
      event: "push",
      ref: "refs/tags/v1.0.0",
      commit: "4b825dc642cb6eb9a060e54bf8d69288fbee4904",
      environment: null,
      runId: "9001",
      runAttempt: "1",
      runUrl: "https://github.com/acme/triage/actions/runs/9001/attempts/1",
      names,
      ...changed,
    }
    return { kind: "verified", claims }
  },
})
