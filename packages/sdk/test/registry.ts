import { http, HttpResponse } from "msw/http"
import { setupServer } from "msw/node"
import { afterAll, afterEach, beforeAll } from "vitest"
import { formatCredential } from "../src/contracts/index.ts"
import type { ErrorCode, FieldIssue } from "../src/index.ts"
import { FleetPrompt, type FleetPromptOptions } from "../src/index.ts"
import { problem } from "./wire.ts"

export const baseUrl = "https://registry.example"

/** A well-formed token that nobody ever issued. */
export const token = formatCredential("personalToken", new Uint8Array(64).fill(7))

/** What reached the registry. */
export interface Seen {
  method: string
  /** Path and query. */
  address: string
  headers: Headers
  body: string
  bytes: Uint8Array
}

type Answer = () => Response | Promise<Response>

const server = setupServer()

/** Puts a mock registry on the network for the tests of a file; other hosts are out of reach. */
export function mockRegistry(): void {
  beforeAll(() => server.listen({ onUnhandledFrame: "error" }))
  afterEach(() => server.resetHandlers())
  afterAll(() => server.close())
}

/** Lets the registry answer in turn, the last answer for good, and returns what it sees. */
export function answers(...turns: [Answer, ...Answer[]]): Seen[] {
  const seen: Seen[] = []
  server.use(
    http.all(`${baseUrl}/*`, async ({ request }) => {
      const { pathname, search } = new URL(request.url)
      const { method, headers } = request
      const bytes = new Uint8Array(await request.arrayBuffer())
      seen.push({ method, address: pathname + search, headers, body: new TextDecoder().decode(bytes), bytes })
      const [first] = turns
      return (turns[seen.length - 1] ?? turns.at(-1) ?? first)()
    }),
  )
  return seen
}

export const json =
  (body: object, headers: Record<string, string> = {}, status = 200): Answer =>
  () =>
    HttpResponse.json(body, { status, headers })

/** The registry refuses. `retryable` overrules the catalogue. */
export const refusal =
  (
    code: ErrorCode,
    more: { headers?: Record<string, string>; detail?: string; issues?: FieldIssue[]; retryable?: boolean } = {},
  ): Answer =>
  () => {
    const body = problem(code, more.detail, more.issues)
    return HttpResponse.json(
      { ...body, retryable: more.retryable ?? body.retryable },
      { status: body.status, headers: { "content-type": "application/problem+json", ...more.headers } },
    )
  }

/** A proxy answers in the registry's place. */
export const html =
  (status: number, headers: Record<string, string> = {}): Answer =>
  () =>
    new Response("<h1>Bad gateway at 10.1.2.3</h1>", { status, headers: { "content-type": "text/html", ...headers } })

/** The connection breaks. */
export const broken: Answer = () => HttpResponse.error()

/** A client whose waits are noted instead of waited, with all jitter at its highest. */
export function client(options: Partial<FleetPromptOptions> = {}): { fp: FleetPrompt; waits: number[] } {
  const waits: number[] = []
  const sleep = async (delayMs: number) => void waits.push(delayMs)
  return { fp: new FleetPrompt({ baseUrl, token, sleep, random: () => 1, ...options }), waits }
}

/** The error a call ends in; fails where it succeeds. */
export async function failure(call: PromiseLike<unknown>): Promise<unknown> {
  try {
    await call
  } catch (error) {
    return error
  }
  throw new Error("The call succeeds.")
}
