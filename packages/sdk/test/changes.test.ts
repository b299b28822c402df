import { describe, expect, it } from "vitest"
import { answers, client, json, mockRegistry } from "./registry.ts"
import * as wire from "./wire.ts"

mockRegistry()

const change = (seq: number) => ({
  seq,
  kind: "release.published",
  slug: "acme/x",
  listingId: wire.id("lst"),
  version: "1.0.0",
  atMs: seq,
})
const page = (seqs: number[], nextAfter: number, hasMore: boolean) =>
  json({ data: seqs.map(change), nextAfter, hasMore })

describe("the changes since a moment", () => {
  it("come in order, page after page, and end with the latest", async () => {
    const seen = answers(page([8, 9], 9, true), page([12], 12, false))
    const seqs: number[] = []
    for await (const { seq } of client().fp.changes.since(7)) seqs.push(seq)
    expect(seqs).toEqual([8, 9, 12])
    expect(seen.map(({ address }) => address)).toEqual(["/v1/changes?after=7", "/v1/changes?after=9"])
  })

  it("are none where nothing happened", async () => {
    answers(page([], 7, false))
    const all = []
    for await (const each of client().fp.changes.since(7)) all.push(each)
    expect(all).toEqual([])
  })
})
