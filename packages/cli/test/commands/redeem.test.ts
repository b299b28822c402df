import { createHash, createPublicKey, verify } from "node:crypto"
import { chmod, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { define } from "../../src/commands/redeem/run.ts"
import { problem } from "../support/answer.ts"
import { idFor, installToken, nowMs, personalToken, targetSecret } from "../support/fixtures.ts"
import { folder } from "../support/folder.ts"
import { parse } from "../support/parse.ts"
import { startRegistry } from "../support/registry.ts"
import { run } from "../support/run.ts"

const targetId = idFor("target", "whs")
const subject = ["--iss", "https://id.example", "--sub", "bob"]
const withSecret = ["--token-stdin", "--secret-stdin"]
const lines = `${installToken}\n${targetSecret}\n`
const live = {
  active: true,
  installIntentId: idFor("installIntent", "one"),
  listing: { slug: "acme/triage", name: "Triage", assetKind: "whs_agent" },
  publisher: { handle: "acme", displayName: "Acme\u001b[2J", verifiedAtMs: null },
  release: { version: "1.4.0", digest: `sha256:${"0".repeat(64)}` },
  targetContext: { orgId: "o1" },
  expiresAtMs: nowMs,
  subjectMatches: false,
}
const redeemed = {
  redemption: {
    installIntentId: live.installIntentId,
    redemptionId: "r".repeat(16),
    redeemedAtMs: nowMs,
    buyer: { iss: "https://id.example", sub: "bob" },
    targetContext: {},
    listing: {
      listingId: idFor("listing", "triage"),
      slug: "acme/triage",
      assetKind: "whs_agent",
      name: "Triage",
      publisherId: idFor("publisher", "acme"),
    },
    release: {
      releaseId: idFor("release", "triage"),
      version: "1.4.0",
      digest: live.release.digest,
      refs: { whsAgentId: "agt_123" },
      compatibility: {},
      artifact: null,
    },
  },
  current: { releaseStatus: "published", listingStatus: "published", outcome: null },
  replayed: false,
}

describe("redeem run: argv", () => {
  it.each([
    [[...withSecret, ...subject], { tokenStdin: true, secretStdin: true, iss: "https://id.example", sub: "bob" }],
    [["--token-stdin", "--key", "k", "--target-id", targetId], { tokenStdin: true, key: "k", targetId }],
    [
      [...withSecret, "--redemption-id", "r".repeat(16)],
      { tokenStdin: true, secretStdin: true, redemptionId: "r".repeat(16) },
    ],
  ])("%j", async (argv, options) => {
    expect(await parse(define, argv)).toEqual(options)
  })

  it.each([
    [["--secret-stdin"], "required option '--token-stdin' not specified"],
    [[...withSecret, "--key", "k"], "cannot be used with option"],
    [[...withSecret, "--redemption-id", "short"], "It must be 16 to 64"],
    [["--token-stdin", "--target-id", "whs"], "It must"],
  ])("%j is refused", async (argv, complaint) => {
    expect(await parse(define, argv)).toContain(complaint)
  })
})

describe("redeem", () => {
  it("peek looks with a secret, and makes strangers' names harmless", async () => {
    await using registry = await startRegistry()
    registry.instead("POST /v1/install-intents/introspect", { status: 200, body: live })
    const ran = await run(["redeem", "peek", ...withSecret, ...subject], { registry, stdin: lines })
    expect(ran).toMatchObject({ exitCode: 0, stderr: "" })
    expect(ran.stdout).toMatch(/^buyer +NOT the one signed in$/m)
    expect(ran.stdout).toMatch(/^publisher +Acme \(acme\)$/m)
    expect(registry.requests[0]?.headers["authorization"]).toBe(`Bearer ${targetSecret}`)
    expect(registry.requests[0]?.body).toEqual({
      token: installToken,
      subject: { iss: "https://id.example", sub: "bob" },
    })
  })

  it("peek says nothing of a token that is not live for this target", async () => {
    await using registry = await startRegistry()
    registry.instead("POST /v1/install-intents/introspect", { status: 200, body: { active: false } })
    const ran = await run(["redeem", "peek", ...withSecret], { registry, stdin: lines })
    expect(ran).toMatchObject({ exitCode: 0, stdout: "token  not live for this target\n" })
  })

  it("run shows what a target receives, and how to have the answer again", async () => {
    await using registry = await startRegistry()
    registry.instead("POST /v1/install-intents/redeem", { status: 200, body: redeemed })
    const ran = await run(["redeem", "run", ...withSecret, ...subject], { registry, stdin: lines })
    expect(ran.exitCode).toBe(0)
    expect(ran.stdout).toMatch(/^references +whsAgentId=agt_123$/m)
    const [{ redemptionId = "" } = {}] = registry.requests.map(({ body }) => body as Record<string, string>)
    expect(ran.stderr).toBe(`Should the answer be lost: --redemption-id ${redemptionId}\n`)
    expect(registry.requests[0]?.headers["idempotency-key"]).toBeUndefined()
  })

  it.each([["EdDSA"], ["ES256"]])("signs each request for its method, address and body with %s", async (alg) => {
    await using registry = await startRegistry()
    await using here = await folder()
    registry.instead("POST /v1/install-intents/introspect", { status: 200, body: live })
    const generated = await run(["target", "key", "generate", "--alg", alg], { cwd: here.path })
    const publicKey = JSON.parse(generated.stdout)
    const argv = ["redeem", "peek", "--token-stdin", "--key", "target-key.jwk", "--target-id", targetId]
    expect(await run(argv, { registry, cwd: here.path, stdin: installToken })).toMatchObject({ exitCode: 0 })
    const [asked] = registry.requests
    const [head = "", claims = "", signature = ""] = String(asked?.headers["authorization"])
      .replace("Bearer ", "")
      .split(".")
    const read = (text: string) => JSON.parse(Buffer.from(text, "base64url").toString())
    const key = { key: createPublicKey({ key: publicKey, format: "jwk" }), dsaEncoding: "ieee-p1363" as const }
    const digest = alg === "EdDSA" ? null : "sha256"
    expect(verify(digest, Buffer.from(`${head}.${claims}`), key, Buffer.from(signature, "base64url"))).toBe(true)
    expect(read(head)).toEqual({ typ: "fp-target+jwt", alg, kid: publicKey.kid })
    expect(read(claims)).toEqual({
      iss: targetId,
      sub: targetId,
      aud: registry.url,
      iat: nowMs / 1_000,
      exp: nowMs / 1_000 + 60,
      jti: expect.stringMatching(/^[0-9A-Za-z_-]{16,64}$/),
      htm: "POST",
      htu: `${registry.url}/v1/install-intents/introspect`,
      bh: createHash("sha256").update(JSON.stringify(asked?.body)).digest("base64url"),
    })
  })

  it.each([
    ["TARGET_KEY_UNKNOWN", 4],
    ["TARGET_ASSERTION_INVALID", 4],
    ["TARGET_DISABLED", 5],
    ["BUYER_MISMATCH", 5],
    ["INSTALL_TOKEN_INVALID", 5],
    ["INSTALL_TOKEN_REDEEMED", 6],
    ["INSTALL_TOKEN_EXPIRED", 5],
  ] as const)("passes on %s as the registry words it: exit %i", async (code, exitCode) => {
    await using registry = await startRegistry()
    registry.instead("POST /v1/install-intents/redeem", problem(code))
    const ran = await run(["redeem", "run", ...withSecret, ...subject, "--json"], { registry, stdin: lines })
    expect(ran).toMatchObject({ exitCode, stdout: "" })
    expect(ran.stderr).not.toMatch(/fp(?:it|ts)_[0-9A-Za-z]/)
    expect(JSON.parse(ran.stderr)).toMatchObject({ code })
  })

  it("says that the outcome is unknown where the answer was lost: exit 7", async () => {
    await using registry = await startRegistry()
    registry.instead("POST /v1/install-intents/redeem", "cut")
    const ran = await run(["redeem", "run", ...withSecret, ...subject], { registry, stdin: lines })
    expect(ran).toMatchObject({ exitCode: 7, stdout: "" })
    expect(ran.stderr).toContain("Whether the token was redeemed is unknown.")
    expect(ran.stderr).toContain("same --redemption-id")
  })

  it.each([
    ["a personal token", withSecret, `${personalToken}\n${targetSecret}`, "no install token"],
    ["no secret", withSecret, installToken, "no secret of a target"],
    ["nothing to prove itself with", ["--token-stdin"], installToken, "--key and --target-id, or --secret-stdin"],
    [
      "a key that is not there",
      ["--token-stdin", "--key", "k", "--target-id", targetId],
      installToken,
      "does not exist",
    ],
    [
      "a key others can read",
      ["--token-stdin", "--key", "open.jwk", "--target-id", targetId],
      installToken,
      "can be read by others",
    ],
    [
      "a file that is no key",
      ["--token-stdin", "--key", "no.jwk", "--target-id", targetId],
      installToken,
      "holds no private key",
    ],
  ])("sends nothing with %s: exit 2", async (_, flags, stdin, complaint) => {
    await using registry = await startRegistry()
    await using here = await folder()
    for (const [name, mode] of [
      ["open.jwk", 0o644],
      ["no.jwk", 0o600],
    ] as const) {
      await writeFile(join(here.path, name), "{}")
      await chmod(join(here.path, name), mode)
    }
    const ran = await run(["redeem", "run", ...flags, ...subject], { registry, cwd: here.path, stdin })
    expect(ran).toMatchObject({ exitCode: 2, stdout: "" })
    expect(ran.stderr).toContain(complaint)
    expect(registry.requests).toEqual([])
  })
})
