import { describe, expect, it } from "vitest"
import { fieldIssues, type ManifestInput, manifest, manifestJsonSchema } from "../../src/contracts/index.ts"

const smallest: ManifestInput = {
  manifestVersion: 1,
  listing: { slug: "acme/support-triage", assetKind: "whs_agent", name: "Support Triage", summary: "Routes tickets" },
  release: { version: "1.4.0", refs: { whsAgentId: "agt_123" } },
}

const unknownKeys = (value: unknown) => {
  const result = manifest.safeParse(value)
  return result.success ? [] : fieldIssues(result.error).filter(({ code }) => code === "unknown_key")
}

describe("a manifest", () => {
  it("states the whole listing: what it leaves out is empty", () => {
    expect(manifest.parse(smallest)).toEqual({
      manifestVersion: 1,
      listing: { ...smallest.listing, description: "", tags: [], categories: [], docsUrl: null, repoUrl: null },
      release: { ...smallest.release, compatibility: {}, artifact: null, notes: "" },
    })
  })

  it("may take its long texts from files, and name its schema", () => {
    const value = {
      ...smallest,
      $schema: "https://fleetprompt.com/schema/manifest-v1.json",
      listing: { ...smallest.listing, description: { file: "README.md" } },
      release: { ...smallest.release, notes: { file: "CHANGELOG.md" } },
    }
    expect(manifest.parse(value)).toMatchObject({
      listing: { description: { file: "README.md" } },
      release: { notes: { file: "CHANGELOG.md" } },
    })
  })

  it.each<[string, unknown]>([
    ["/relase", { ...smallest, relase: {} }],
    ["/listing/sumary", { ...smallest, listing: { ...smallest.listing, sumary: "x" } }],
    ["/listing/status", { ...smallest, listing: { ...smallest.listing, status: "published" } }],
    ["/release/refs/whsAgentID", { ...smallest, release: { ...smallest.release, refs: { whsAgentID: "x" } } }],
    [
      "/release/compatibility/minWhs",
      { ...smallest, release: { ...smallest.release, compatibility: { minWhs: "1" } } },
    ],
  ])("may not have the unknown key %s", (pointer, value) => {
    expect(unknownKeys(value).map((issue) => issue.pointer)).toEqual([pointer])
  })

  it("has one version so far", () => {
    expect(manifest.safeParse({ ...smallest, manifestVersion: 2 }).success).toBe(false)
  })
})

describe("the JSON Schema of the manifest", () => {
  const schema = manifestJsonSchema()

  it("names its dialect and itself", () => {
    expect(schema).toMatchObject({
      $schema: "https://json-schema.org/draft/2020-12/schema",
      title: "FleetPrompt manifest",
      anyOf: [{ type: "object" }, { type: "object" }],
    })
  })

  it("asks an author only for what has no default", () => {
    const entry = {
      listing: { required: ["slug", "assetKind", "name", "summary"] },
      release: { required: ["version", "refs"] },
    }
    expect(schema).toMatchObject({
      anyOf: [
        {
          required: ["manifestVersion", "listing", "release"],
          properties: { manifestVersion: { const: 1 }, ...entry },
        },
        {
          required: ["manifestVersion", "listings"],
          properties: { listings: { items: { required: ["listing", "release"], properties: entry } } },
        },
      ],
    })
  })

  it("refuses unknown keys wherever the manifest does", () => {
    expect(openObjects(schema)).toEqual([])
  })

  it("offers the kinds of assets to an editor", () => {
    expect(JSON.stringify(schema)).toContain('"enum":["whs_agent","agentromatic_workflow","spec_asset"]')
  })

  it("is plain JSON", () => {
    expect(JSON.parse(JSON.stringify(schema))).toEqual(schema)
  })
})

/** Every object schema within that would let an unknown key pass. */
function openObjects(node: unknown): unknown[] {
  if (typeof node !== "object" || node === null) return []
  const own =
    "type" in node && node.type === "object" && !("additionalProperties" in node && !node.additionalProperties)
  return [...(own ? [node] : []), ...Object.values(node).flatMap(openObjects)]
}
