import { describe, expect, it } from "vitest"
import {
  type AssetKind,
  publishReleaseRequest,
  type ReleaseContent,
  type ReleaseRefs,
  referenceIssues,
} from "../../src/contracts/index.ts"

const artifact = { url: "https://acme.dev/a.zip", sha256: "0a".repeat(32) }
const pointers = (kind: AssetKind, refs: ReleaseRefs, file: ReleaseContent["artifact"] = null) =>
  referenceIssues(kind, { refs, artifact: file }).map(({ pointer }) => pointer)

const acceptsArtifact = (file: unknown) =>
  publishReleaseRequest.safeParse({ version: "1.0.0", refs: {}, artifact: file }).success

describe("the references of a release", () => {
  it.each<[AssetKind, ReleaseRefs]>([
    ["whs_agent", { whsAgentId: "agt_1" }],
    ["whs_agent", { whsAgentId: "agt_1", whsDeploymentId: "dep_1" }],
    ["agentromatic_workflow", { agentromaticWorkflowId: "wf_1" }],
    ["spec_asset", { specAssetId: "spec_1" }],
  ])("of kind %s may be %j", (kind, refs) => {
    expect(pointers(kind, refs)).toEqual([])
  })

  it.each<[AssetKind, string]>([
    ["whs_agent", "/refs/whsAgentId"],
    ["agentromatic_workflow", "/refs/agentromaticWorkflowId"],
    ["spec_asset", "/refs/specAssetId"],
  ])("of kind %s need %s", (kind, pointer) => {
    expect(pointers(kind, {})).toEqual([pointer])
  })

  it("of a spec asset may be replaced by an artifact, and only of a spec asset", () => {
    expect(pointers("spec_asset", {}, artifact)).toEqual([])
    expect(pointers("whs_agent", {}, artifact)).toEqual(["/refs/whsAgentId"])
    expect(pointers("agentromatic_workflow", {}, artifact)).toEqual(["/refs/agentromaticWorkflowId"])
  })

  it("may not name another kind's assets", () => {
    expect(pointers("whs_agent", { whsAgentId: "agt_1", specAssetId: "spec_1" })).toEqual(["/refs/specAssetId"])
    expect(pointers("agentromatic_workflow", { whsDeploymentId: "dep_1" })).toEqual([
      "/refs/whsDeploymentId",
      "/refs/agentromaticWorkflowId",
    ])
  })

  it.each(["", "two words", "new\nline", "é", "a".repeat(201)])("may not be the text %j", (whsAgentId) => {
    expect(publishReleaseRequest.safeParse({ version: "1.0.0", refs: { whsAgentId } }).success).toBe(false)
  })
})

describe("the artifact of a release", () => {
  it("has an address and a hash, or is absent", () => {
    expect([artifact, null, undefined].map(acceptsArtifact)).toEqual([true, true, true])
  })

  it.each([
    { url: artifact.url },
    { sha256: artifact.sha256 },
    { ...artifact, sha256: artifact.sha256.toUpperCase() },
    { ...artifact, sha256: "0a" },
    { ...artifact, url: "http://acme.dev/a.zip" },
    { ...artifact, size: 1 },
  ])("may not be %j", (file) => {
    expect(acceptsArtifact(file)).toBe(false)
  })
})

describe("what a publisher leaves out", () => {
  it("is filled in, so that the same words have the same digest", () => {
    expect(publishReleaseRequest.parse({ version: "1.0.0", refs: {} })).toEqual({
      version: "1.0.0",
      refs: {},
      compatibility: {},
      artifact: null,
      notes: "",
    })
  })
})
