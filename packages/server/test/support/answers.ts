import { expect } from "vitest"
import type { Answer } from "./caller.ts"

/** What a caller can tell two refusals apart by: everything but the id of the request and how many it was. */
const withoutRequestId = ({ status, headers, body }: Answer<unknown>) => ({
  status,
  headers: [...headers].filter(([name]) => name !== "x-request-id" && name !== "ratelimit"),
  body: JSON.stringify({ ...(body as object), requestId: "" }),
})

/** Expects two answers nobody could tell apart. */
export function expectSameAnswer(one: Answer<unknown>, other: Answer<unknown>): void {
  expect(withoutRequestId(one)).toEqual(withoutRequestId(other))
}

/** Expects a refusal of that code with the status the catalogue gives it. */
export function expectRefusal(answer: Answer<unknown>, status: number, code: string): void {
  expect({ status: answer.status, code: answer.problem.code }).toEqual({ status, code })
  expect(answer.headers.get("content-type")).toBe("application/problem+json")
}
