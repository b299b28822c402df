import { type ErrorCode, errorCatalog, problem } from "@fleetprompt/sdk/contracts"
import { goodReply } from "./fixtures.ts"

/** A request as the registry would see it. */
export interface SeenRequest {
  url: string
  init: RequestInit
  headers: Headers
  body: Record<string, unknown>
}

type Answer = (request: SeenRequest) => Response | Promise<Response>

export const requestId = "req_5tGb9YhN3uJm7KiLo1PaQz"

/** A registry in a function: answers the requests in turn, the last answer for ever, and keeps what it saw. */
export function fakeRegistry(...answers: [Answer, ...Answer[]]) {
  const requests: SeenRequest[] = []
  const fetch: typeof globalThis.fetch = async (input, init = {}) => {
    const request = new Request(input, init)
    const seen = { url: request.url, init, headers: request.headers, body: JSON.parse(await request.text()) }
    const answer = answers[Math.min(requests.push(seen), answers.length) - 1]
    if (!answer) throw new Error("There is always a last answer.")
    return answer(seen)
  }
  return { fetch, requests }
}

/** The redemption, under the redemptionId that was asked with. */
export const redeemed: Answer = ({ body }) => reply(goodReply(String(body["redemptionId"])))

/** A refusal as the registry writes it. */
export const refused =
  (code: ErrorCode, headers: Record<string, string> = {}): Answer =>
  () => {
    const { status, title, retryable } = errorCatalog[code]
    const type = `https://registry.example/errors/${code}`
    const body = problem.parse({ type, title, status, code, detail: `Detail of ${code}.`, requestId, retryable })
    return reply(body, status, headers)
  }

/** Any status with any body. */
export const answered =
  (body: unknown, status = 200, headers: Record<string, string> = {}): Answer =>
  () =>
    reply(body, status, headers)

function reply(body: unknown, status = 200, headers: Record<string, string> = {}): Response {
  const text = typeof body === "string" ? body : JSON.stringify(body)
  return new Response(text, { status, headers: { "x-request-id": requestId, ...headers } })
}
