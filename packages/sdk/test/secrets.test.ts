import { inspect } from "node:util"
import { describe, expect, it } from "vitest"
import { formatCredential } from "../src/contracts/index.ts"
import { FleetPrompt, type FleetPromptOptions } from "../src/index.ts"
import { baseUrl, failure, token } from "./registry.ts"
import * as wire from "./wire.ts"

const idempotencyKey = "key-0123456789-abcdef"
const displayName = "Body text"
const secrets = [token, idempotencyKey, displayName]

/** Everything anybody could print of an error, its causes included. */
const everything = (error: unknown): string =>
  [
    inspect(error, { depth: null, showHidden: true, getters: true }),
    JSON.stringify(error),
    String(error),
    error instanceof Error ? String(error.stack) : "",
    error instanceof Error && error.cause !== undefined ? everything(error.cause) : "",
  ].join("\n")

const fails: [string, Partial<FleetPromptOptions>][] = [
  [
    "a fetch throws its whole request",
    {
      fetch: async (url, init) => {
        const inner = Object.assign(new Error(`Authorization: Bearer ${token}`), { request: init })
        throw Object.assign(new Error(`Bearer ${token} failed`, { cause: inner }), { config: { url, init } })
      },
    },
  ],
  ["a fetch throws what is no error", { fetch: async (_, init) => Promise.reject(init) }],
  ["the registry refuses", { fetch: async () => problem("Refused.") }],
  ["something in between repeats the credential", { fetch: async () => problem(`You sent ${token}.`) }],
  ["a proxy fails", { fetch: async () => new Response(`<p>${token} ${displayName}</p>`, { status: 502 }) }],
  ["the reply has another shape", { fetch: async () => Response.json({ token, displayName }) }],
  ["the reply is a redirect", { fetch: async () => Response.redirect(`${baseUrl}/?token=${token}`) }],
  ["the time runs out", { fetch: () => new Promise(() => undefined), timeoutMs: 1 }],
  ["the token has a line break, which no header can carry", { token: `${token}\nx` }],
  ["the token is not ASCII", { token: `${token}é` }],
]

function problem(detail: string): Response {
  const issues = [{ pointer: "", code: "echo", message: detail }]
  const body = wire.problem("VALIDATION_FAILED", detail, issues)
  return Response.json(body, { status: 422, headers: { "content-type": "application/problem+json" } })
}

function thrownBy(work: () => unknown): unknown {
  try {
    return work()
  } catch (error) {
    return error
  }
}

describe("an error", () => {
  it.each(fails)("holds neither credential nor header nor body where %s", async (_, options) => {
    const fp = new FleetPrompt({ baseUrl, token, maxRetries: 0, ...options })
    const error = await failure(fp.publishers.claim({ handle: "acme", displayName }, { idempotencyKey }))
    for (const secret of secrets) expect(everything(error)).not.toContain(secret)
  })

  it("strikes a credential of any form out of what a fetch says", async () => {
    const own = "not-one-of-our-tokens"
    const fetch = () => Promise.reject(new Error(`Bearer ${own} was refused`))
    const error = await failure(new FleetPrompt({ baseUrl, token: own, maxRetries: 0, fetch }).whoami())
    expect(everything(error)).toContain("Bearer [redacted] was refused")
    expect(everything(error)).not.toContain(own)
  })

  it("strikes out a credential that is not the client's own too", async () => {
    const installToken = formatCredential("installToken", new Uint8Array(64).fill(9))
    const fetch = () => Promise.reject(new Error(`Cannot parse {"token":"${installToken}"}`))
    const error = await failure(new FleetPrompt({ baseUrl, maxRetries: 0, fetch }).whoami())
    expect(everything(error)).toContain("fpit_[redacted]")
    expect(everything(error)).not.toContain(installToken)
  })

  it.each([["idempotencyKey"], ["ifMatch"]])("does not repeat an unusable %s", async (option) => {
    const fp = new FleetPrompt({ baseUrl, token, fetch: async () => Response.json({}) })
    const bad = "sn\neaky-header-value"
    const call =
      option === "ifMatch"
        ? fp.listings.update("acme/xx", { name: "x" }, { ifMatch: bad })
        : fp.publishers.claim({ handle: "acme", displayName }, { idempotencyKey: bad })
    const error = await failure(call)
    expect(error).toBeInstanceOf(TypeError)
    expect(everything(error)).not.toContain("eaky")
  })
})

describe("the client itself", () => {
  it("does not show its token", () => {
    const fp = new FleetPrompt({ baseUrl, token })
    expect(everything(fp)).not.toContain(token)
  })

  it("does not repeat a password in an unusable address", () => {
    const error = thrownBy(() => new FleetPrompt({ baseUrl: "https://user:hunter2@registry.example" }))
    expect(error).toBeInstanceOf(TypeError)
    expect(everything(error)).not.toContain("hunter2")
  })
})
