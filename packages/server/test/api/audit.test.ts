import type { AuditEntry, Page, PublisherAuditEntry } from "@fleetprompt/sdk/contracts"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { operator } from "../../src/domain/audit/audit.ts"
import { expectRefusal, expectSameAnswer } from "../support/answers.ts"
import type { Caller } from "../support/caller.ts"
import { engines } from "../support/engines.ts"
import { openRegistry, type TestRegistry } from "../support/registry.ts"

describe.each(engines)("the audit log on $name", (engine) => {
  let registry: TestRegistry
  let alice: Caller
  let bob: Caller
  let reader: Caller
  beforeAll(async () => {
    registry = await openRegistry(engine)
    alice = await registry.as("alice")
    bob = await registry.as("bob")
    reader = await registry.moderator("rita", "reader")
    const moderator = await registry.moderator("mona", "moderator")
    await registry.target("whs")
    await alice.shelve("acme/one")
    await bob.shelve("bobs/own")
    await bob.install({ listing: "acme/one" })
    await bob.request("POST", "/v1/listings/acme/one/reports", { reason: "spam" })
    await moderator.request("PUT", "/v1/admin/listings/acme/one/suspension", { reason: "spam" })
    await moderator.request("DELETE", "/v1/admin/listings/acme/one/suspension")
    await alice.claim("next")
    await alice.transfer("acme/one", "next")
  })
  afterAll(() => registry.close())

  const slice = (by: Caller, handle: string, query = "") =>
    by.get<Page<PublisherAuditEntry>>(`/v1/publishers/${handle}/audit${query}`)
  const search = (query: string) => reader.get<Page<AuditEntry>>(`/v1/admin/audit${query}`)

  describe("of a publisher", () => {
    it("T-AUDIT-1 · holds what happened to it and its listings, newest first, and nothing of others", async () => {
      const { body, headers } = await slice(alice, "acme")
      expect(headers.get("cache-control")).toBe("private, no-store")
      expect(body.data.map(({ action }) => action)).toEqual([
        "listing.transferred",
        "listing.restored",
        "listing.suspended",
        "listing.status_changed",
        "release.published",
        "listing.created",
        "publisher.claimed",
      ])
      const seqs = body.data.map(({ seq }) => seq)
      expect(seqs).toEqual(seqs.toSorted((a, b) => b - a))
      const next = await slice(alice, "next")
      expect(next.body.data.map(({ action }) => action)).toEqual(["listing.transferred", "publisher.claimed"])
    })

    it("names its own people by id, and a moderator not at all", async () => {
      const { data } = (await slice(alice, "acme")).body
      const actorOf = (action: string) => data.find((entry) => entry.action === action)?.actor
      expect(actorOf("listing.created")).toEqual({ kind: "user", id: await alice.userId() })
      expect(actorOf("listing.suspended")).toEqual({ kind: "moderator", id: null })
      expect(Object.keys(data[0] ?? {}).toSorted()).toEqual(["action", "actor", "atMs", "details", "seq", "subjectId"])
    })

    it("is for members; to others there is no such publisher", async () => {
      const missing = await slice(bob, "no-such")
      expectRefusal(missing, 404, "NOT_FOUND")
      expectSameAnswer(await slice(bob, "acme"), missing)
      expectRefusal(await slice(await registry.as("alice", ["listing:read"]), "acme"), 403, "INSUFFICIENT_SCOPE")
    })

    it("is read page by page without a gap, and a cursor of one slice opens no other", async () => {
      const whole = (await slice(alice, "acme", "?limit=100")).body.data
      const parts: PublisherAuditEntry[] = []
      let cursor: string | null = null
      do {
        const query: string = cursor === null ? "?limit=2" : `?limit=2&cursor=${cursor}`
        const { data, page }: Page<PublisherAuditEntry> = (await slice(alice, "acme", query)).body
        parts.push(...data)
        cursor = page.nextCursor
      } while (cursor !== null)
      expect(parts).toEqual(whole)
      const { nextCursor } = (await slice(alice, "acme", "?limit=2")).body.page
      expectRefusal(await slice(alice, "next", `?limit=2&cursor=${nextCursor}`), 400, "CURSOR_INVALID")
    })
  })

  describe("of the registry", () => {
    it("is found by subject, actor and action, and all must hold", async () => {
      const actor = await bob.userId()
      const issued = (await search(`?actor=${actor}&action=install.token_issued`)).body.data
      expect(issued.map((entry) => [entry.action, entry.actor.id])).toEqual([["install.token_issued", actor]])
      const [entry] = issued as [AuditEntry]
      const told = (await search(`?subject=${entry.subjectId}`)).body.data
      expect(told.map(({ action }) => action)).toEqual(["install.canceled", "install.token_issued"])
      expect(told[1]).toEqual(entry)
      expect((await search(`?subject=${entry.subjectId}&action=listing.created`)).body.data).toEqual([])
      expect((await search("?action=no.such")).body.data).toEqual([])
      expectRefusal(await search("?subject=%27%20or%201"), 400, "INVALID_REQUEST")
      expectRefusal(await search("?details=x"), 400, "INVALID_REQUEST")
    })

    it("is read page by page, newest first", async () => {
      const first = (await search("?limit=3")).body
      const second = (await search(`?limit=3&cursor=${first.page.nextCursor}`)).body
      const seqs = [...first.data, ...second.data].map(({ seq }) => seq)
      expect(seqs).toHaveLength(6)
      expect(seqs).toEqual(seqs.toSorted((a, b) => b - a))
    })
  })

  describe("keeps out", () => {
    const append = (details: Record<string, string>) =>
      registry.context.store.transaction((tx) =>
        tx.audit.append({ action: "listing.updated", actor: operator, subjectId: "lst_x", atMs: 1, details }),
      )

    it("details larger than 2 KiB, counted in bytes", async () => {
      const overhead = JSON.stringify({ fields: "" }).length
      await append({ fields: "é".repeat((2_048 - overhead) / 2) })
      await expect(append({ fields: "é".repeat((2_048 - overhead) / 2 + 1) })).rejects.toThrow("too large")
    })

    it("credentials", async () => {
      const secret = registry.context.secrets.random("personalToken")
      await expect(append({ fields: `x ${secret}` })).rejects.toThrow("hold a credential")
    })
  })
})
