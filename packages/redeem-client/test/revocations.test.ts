import { createRevocations, RevocationsError } from "@fleetprompt/redeem-client/revocations"
import { describe, expect, it } from "vitest"
import { entryOf, feedServer, issuer, newSigner, pageOf, type Signer } from "./support/feed.ts"

const nowMs = 1_790_000_000_000
const [one, two, three] = ["1", "2", "3"].map((digit) => `rel_${digit.repeat(22)}`) as [string, string, string]

/** A feed of one page, whatever it is, and a clock to move. */
async function readerOf(
  page: (signer: Signer, after: number) => unknown,
  options: { maxAgeMs?: number; pinned?: boolean } = {},
) {
  const signer = await newSigner()
  const server = feedServer(
    () => [signer.listed],
    (after) => page(signer, after),
  )
  const clock = { nowMs }
  const { pinned = false, ...rest } = options
  const keys = pinned ? [signer.pinned] : undefined
  const revocations = createRevocations({
    registry: issuer,
    fetch: server.fetch,
    now: () => clock.nowMs,
    keys,
    ...rest,
  })
  return { revocations, signer, clock, ...server }
}

/** The page of a registry where one release is revoked. */
const oneRevoked = (clock: { nowMs: number }) => (signer: Signer, after: number) =>
  signer.sign(
    after === 0
      ? pageOf(clock.nowMs, { nextAfter: 1, entries: [entryOf(1, one)] })
      : pageOf(clock.nowMs, { after, nextAfter: after }),
  )

describe("a release", () => {
  it("is revoked where the feed says so, and the last word of several counts", async () => {
    const { revocations } = await readerOf((signer) =>
      signer.sign(
        pageOf(nowMs, {
          nextAfter: 7,
          entries: [entryOf(2, one), entryOf(3, two), entryOf(5, two, false), entryOf(7, one)],
        }),
      ),
    )
    expect(await Promise.all([one, two, three].map((id) => revocations.isRevoked(id)))).toEqual([true, false, false])
  })

  it("is looked up over all pages, each from where the last one ended", async () => {
    const pages = new Map([
      [0, { nextAfter: 2, hasMore: true, entries: [entryOf(2, one)] }],
      [2, { nextAfter: 9, hasMore: true, entries: [entryOf(4, two)] }],
      [9, { nextAfter: 9 }],
    ])
    const { revocations, asked } = await readerOf((signer, after) =>
      // A full page never changes, so it may be old.
      signer.sign(pageOf(after === 9 ? nowMs : nowMs - 86_400_000 * 30, { after, ...pages.get(after) })),
    )
    expect(await revocations.isRevoked(two)).toBe(true)
    expect(asked.filter((path) => path.startsWith("/v1"))).toEqual(
      [0, 2, 9].map((after) => `/v1/revocations?after=${after}`),
    )
  })

  it("that is no release id is not looked up", async () => {
    const { revocations, asked } = await readerOf((signer) => signer.sign(pageOf(nowMs)))
    await expect(revocations.isRevoked("1.4.0")).rejects.toThrow(TypeError)
    expect(asked).toEqual([])
  })
})

describe("the registry", () => {
  it("is asked once by many at once, and once a minute, from the last seq on", async () => {
    const reader = await readerOf((signer, after) => oneRevoked(reader.clock)(signer, after))
    await Promise.all(Array.from({ length: 20 }, () => reader.revocations.isRevoked(one)))
    reader.clock.nowMs += 59_999
    await reader.revocations.isRevoked(one)
    expect(reader.asked).toEqual(["/v1/revocations?after=0", "/.well-known/fleetprompt"])
    reader.clock.nowMs += 1
    expect(await reader.revocations.isRevoked(one)).toBe(true)
    expect(reader.asked.slice(2)).toEqual(["/v1/revocations?after=1"])
  })

  it("may be away as long as what it signed is young enough, and no longer", async () => {
    const reader = await readerOf((signer, after) => oneRevoked(reader.clock)(signer, after), { maxAgeMs: 600_000 })
    expect(await reader.revocations.isRevoked(one)).toBe(true)
    reader.setDown(true)
    reader.clock.nowMs += 600_000
    expect(await reader.revocations.isRevoked(one)).toBe(true)
    reader.clock.nowMs += 1
    await expect(reader.revocations.isRevoked(one)).rejects.toMatchObject({
      name: "RevocationsError",
      code: "UNREACHABLE",
    })
    reader.setDown(false)
    expect(await reader.revocations.isRevoked(one)).toBe(true)
  })

  it("that is away is left alone for ten seconds at a time", async () => {
    const reader = await readerOf((signer, after) => oneRevoked(reader.clock)(signer, after))
    await reader.revocations.isRevoked(one)
    reader.setDown(true)
    reader.clock.nowMs += 60_000
    for (const pauseMs of [0, 9_999, 1]) {
      reader.clock.nowMs += pauseMs
      await reader.revocations.isRevoked(one)
    }
    expect(reader.asked.filter((path) => path.endsWith("after=1"))).toHaveLength(2)
  })

  it.each([
    ["answers 503", () => new Response(null, { status: 503 }), "UNREACHABLE"],
    ["answers 404", () => new Response(null, { status: 404 }), "UNEXPECTED_REPLY"],
    ["redirects", () => new Response(null, { status: 302, headers: { location: "/else" } }), "UNEXPECTED_REPLY"],
    ["answers no JSON", () => new Response("<h1>"), "UNEXPECTED_REPLY"],
    ["answers without a page", () => Response.json({}), "UNEXPECTED_REPLY"],
    ["answers without end", () => new Response("x".repeat(300_000)), "UNEXPECTED_REPLY"],
  ])("that %s is an error, never a no", async (_what, answer, code) => {
    const { revocations } = await readerOf(answer)
    const error = await revocations.isRevoked(one).catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(RevocationsError)
    expect(error).toMatchObject({ code })
  })
})

describe("a page", () => {
  const refusals: [string, (signer: Signer) => Promise<unknown>, string][] = [
    ["too old to answer from", (signer) => signer.sign(pageOf(nowMs - 3_600_001)), "STALE"],
    ["signed for a later time", (signer) => signer.sign(pageOf(nowMs + 300_001)), "UNTRUSTED"],
    ["of another registry", (signer) => signer.sign(pageOf(nowMs, { issuer: "https://evil.example" })), "UNTRUSTED"],
    ["of another place in the feed", (signer) => signer.sign(pageOf(nowMs, { after: 5, nextAfter: 5 })), "UNTRUSTED"],
    [
      "that leads back",
      (signer) => signer.sign(pageOf(nowMs, { nextAfter: 1, entries: [entryOf(2, one)] })),
      "UNTRUSTED",
    ],
    ["that leads nowhere", (signer) => signer.sign(pageOf(nowMs, { hasMore: true })), "UNTRUSTED"],
    [
      "out of order",
      (signer) => signer.sign(pageOf(nowMs, { nextAfter: 3, entries: [entryOf(3, one), entryOf(2, two)] })),
      "UNTRUSTED",
    ],
    ["with another algorithm", (signer) => signer.sign(pageOf(nowMs), { alg: "none" }), "UNTRUSTED"],
    ["of another type", (signer) => signer.sign(pageOf(nowMs), { typ: "JWT" }), "UNTRUSTED"],
    ["with critical extensions", (signer) => signer.sign(pageOf(nowMs), { crit: ["b64"] }), "UNTRUSTED"],
    ["of an unknown key", async () => await (await newSigner()).sign(pageOf(nowMs)), "UNTRUSTED"],
    [
      "of another key under our name",
      async (signer) => await (await newSigner()).sign(pageOf(nowMs), { kid: signer.kid }),
      "UNTRUSTED",
    ],
    ["without a signature", async (signer) => (await signer.sign(pageOf(nowMs))).replace(/\.[^.]*$/, "."), "UNTRUSTED"],
    ["with a fourth part", async (signer) => `${await signer.sign(pageOf(nowMs))}.x`, "UNTRUSTED"],
    ["of unknown shape", (signer) => signer.sign({ ...pageOf(nowMs), entries: {} }), "UNEXPECTED_REPLY"],
    [
      "with an entry of unknown shape",
      (signer) => signer.sign({ ...pageOf(nowMs), nextAfter: 1, entries: [{ seq: 1, releaseId: one }] }),
      "UNEXPECTED_REPLY",
    ],
  ]
  it.each(refusals)("%s is refused (T-CLIENT-5)", async (_what, page, code) => {
    for (const pinned of [false, true]) {
      const { revocations } = await readerOf(page, { pinned })
      await expect(revocations.isRevoked(one)).rejects.toMatchObject({ name: "RevocationsError", code })
    }
  })

  it("whose bytes were changed is refused", async () => {
    const { revocations } = await readerOf(async (signer) => {
      const [header, , signature] = (await signer.sign(pageOf(nowMs))).split(".")
      const payload = Buffer.from(JSON.stringify(pageOf(nowMs, { nextAfter: 1 }))).toString("base64url")
      return [header, payload, signature].join(".")
    })
    await expect(revocations.isRevoked(one)).rejects.toMatchObject({ code: "UNTRUSTED" })
  })
})

describe("the registry's keys", () => {
  it("where they are pinned are not asked for", async () => {
    const { revocations, asked } = await readerOf((signer) => signer.sign(pageOf(nowMs)), { pinned: true })
    expect(await revocations.isRevoked(one)).toBe(false)
    expect(asked).toEqual(["/v1/revocations?after=0"])
  })

  it("are looked up again where a page names a new one", async () => {
    const [old, fresh] = [await newSigner(), await newSigner()]
    let current = old
    const clock = { nowMs }
    const { fetch, asked } = feedServer(
      () => [current.listed],
      (after) => current.sign(pageOf(clock.nowMs, { after, nextAfter: after })),
    )
    const revocations = createRevocations({ registry: issuer, fetch, now: () => clock.nowMs })
    await revocations.isRevoked(one)
    current = fresh
    clock.nowMs += 60_000
    expect(await revocations.isRevoked(one)).toBe(false)
    expect(asked.filter((path) => path.startsWith("/.well-known"))).toHaveLength(2)
  })

  it.each([
    [nowMs - 1, "UNTRUSTED"],
    [nowMs, "false"],
  ])("retired sign nothing younger than their retirement (%i)", async (retiredAtMs, answer) => {
    const signer = await newSigner()
    const { fetch } = feedServer(
      () => [{ ...signer.listed, retiredAtMs }],
      () => signer.sign(pageOf(nowMs)),
    )
    const asked = createRevocations({ registry: issuer, fetch, now: () => nowMs }).isRevoked(one)
    const told = await asked.then(String, (error: RevocationsError) => error.code)
    expect(told).toBe(answer)
  })

  it("of a kind that is not known are passed over", async () => {
    const signer = await newSigner()
    const fetch: typeof globalThis.fetch = async (input) =>
      new Request(input).url.endsWith("/fleetprompt")
        ? Response.json({ signingKeys: [{ kty: "EC", crv: "P-256" }, signer.listed] })
        : Response.json({ jws: await signer.sign(pageOf(nowMs)) })
    expect(await createRevocations({ registry: issuer, fetch, now: () => nowMs }).isRevoked(one)).toBe(false)
  })
})

describe("options", () => {
  it.each([0, 59_999, Number.NaN])("maxAgeMs may not be %d", (maxAgeMs) => {
    expect(() => createRevocations({ registry: issuer, maxAgeMs })).toThrow(/^maxAgeMs must be/)
  })

  it("the registry's address is checked as a redeemer's is", () => {
    expect(() => createRevocations({ registry: "http://registry.example" })).toThrow(/^registry must be an https:/)
  })
})
