import type { Context } from "../context.ts"
import { CliError } from "../errors.ts"
import type { Io } from "../io.ts"
import { isGitHub, maskSecret } from "./github.ts"

/** Where a run gets its CI's own tokens from. */
export interface IdTokens {
  readonly ci: "github" | "variable"
  /**
   * A token for that audience: a fresh one for each call where the CI makes them on demand, else the one of that place
   * among those the job was given.
   * @throws CliError
   */
  request(audience: string, place: number): Promise<string>
}

type World = Pick<Context, "io">

const bytesMax = 65_536
const attemptsMax = 3

/** The tokens of the CI this runs in; undefined where it gives none. */
export function idTokensOf({ io }: World): IdTokens | undefined {
  const url = io.env["ACTIONS_ID_TOKEN_REQUEST_URL"]
  const bearer = io.env["ACTIONS_ID_TOKEN_REQUEST_TOKEN"]
  if (url && bearer) return { ci: "github", request: (audience) => requestToken(io, { url, bearer, audience }) }
  if (io.env["FLEETPROMPT_ID_TOKEN"]) return { ci: "variable", request: async (_, place) => givenToken(io, place) }
  return undefined
}

/** GitLab makes the tokens before the job begins, one for each variable; each can be exchanged once. */
function givenToken(io: Io, place: number): string {
  const name = place === 0 ? "FLEETPROMPT_ID_TOKEN" : `FLEETPROMPT_ID_TOKEN_${place + 1}`
  const token = io.env[name]?.trim()
  if (token) return token
  throw new CliError({
    code: "ID_TOKEN_MISSING",
    message: `The manifest has a listing more than the job has tokens: ${name} is not set.`,
    remedy: `Name one for each listing under id_tokens, the next as ${name}, or publish them in jobs of their own with --only.`,
  })
}

/** A job of GitHub's that may not ask for a token of its own. */
export const isWithoutPermission = (io: Pick<Io, "env">): boolean =>
  isGitHub(io) && !io.env["ACTIONS_ID_TOKEN_REQUEST_URL"]

/** What such a job lacks. */
export const permissionMissing = (): CliError =>
  new CliError({
    code: "ID_TOKEN_MISSING",
    message: "The job may not ask GitHub for a token of its own: it lacks the permission `id-token: write`.",
    remedy: "Add `permissions: { contents: read, id-token: write }` to the job, or set FLEETPROMPT_TOKEN.",
  })

interface Request {
  readonly url: string
  readonly bearer: string
  readonly audience: string
}

async function requestToken(io: Io, request: Request): Promise<string> {
  const url = URL.parse(request.url)
  const isSafe = url?.protocol === "https:" || url?.hostname === "127.0.0.1" || url?.hostname === "localhost"
  if (url === null || !isSafe) throw refused("ACTIONS_ID_TOKEN_REQUEST_URL is no https address.")
  url.searchParams.set("audience", request.audience)
  for (let attempt = 1; ; attempt++) {
    const answer = await ask(io, url.href, request.bearer).catch((error: unknown) => ({ error }))
    if ("token" in answer) {
      maskSecret(io, answer.token)
      return answer.token
    }
    if (attempt < attemptsMax && !("status" in answer && answer.status < 500)) continue
    throw refused("status" in answer ? `It answered ${answer.status}.` : "It did not answer as it should.")
  }
}

const refused = (why: string): CliError =>
  new CliError({
    code: "ID_TOKEN_MISSING",
    message: `GitHub gave the job no token of its own. ${why}`,
    remedy: "Check that the job has the permission `id-token: write`, and run it again.",
  })

async function ask(io: Io, url: string, bearer: string): Promise<{ token: string } | { status: number }> {
  const { transportOf } = await import("../config/client.ts")
  const send = io.transport.fetch ?? (await transportOf(io))
  const signal = AbortSignal.any([io.interrupted, AbortSignal.timeout(10_000)])
  const headers = { authorization: `Bearer ${bearer}`, accept: "application/json" }
  const reply = await send(url, { headers, signal, redirect: "manual" })
  if (reply.status !== 200) {
    await reply.body?.cancel()
    return { status: reply.status }
  }
  const { value }: { value?: unknown } = JSON.parse(await textOf(reply))
  if (typeof value !== "string" || value === "") throw new Error("There is no token in the answer.")
  return { token: value }
}

async function textOf(reply: Response): Promise<string> {
  const reader = reply.body?.getReader()
  const chunks: Uint8Array[] = []
  let length = 0
  for (;;) {
    const { done, value } = (await reader?.read()) ?? { done: true, value: undefined }
    if (done) return Buffer.concat(chunks).toString("utf8")
    length += value.byteLength
    if (length > bytesMax) throw new Error("The answer is too long.")
    chunks.push(value)
  }
}
