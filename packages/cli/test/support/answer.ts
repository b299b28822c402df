import { errorCatalog, type ErrorCode, type FieldIssue, fieldIssues } from "@fleetprompt/sdk/contracts"
import type * as z from "zod"

/** A request, taken apart. */
export interface Asked {
  readonly method: string
  readonly path: string
  readonly headers: Record<string, string | string[] | undefined>
  readonly body: unknown
}

export interface Answer {
  readonly status: number
  readonly body: unknown
  readonly headers?: Record<string, string>
}

export const requestId = `req_${"0".repeat(22)}`

/** Thrown where the registry would refuse. */
export class Refused extends Error {
  readonly code: ErrorCode
  readonly issues: readonly FieldIssue[]
  constructor(code: ErrorCode, issues: readonly FieldIssue[] = []) {
    super(code)
    this.code = code
    this.issues = issues
  }
}

/** @throws Refused */
export function parse<Schema extends z.ZodType>(schema: Schema, body: unknown): z.output<Schema> {
  const parsed = schema.safeParse(body)
  if (!parsed.success) throw new Refused("VALIDATION_FAILED", fieldIssues(parsed.error))
  return parsed.data
}

/** @throws Refused */
export function found<Item>(items: ReadonlyMap<string, Item>, key: string): Item {
  const item = items.get(key)
  if (item === undefined) throw new Refused("NOT_FOUND")
  return item
}

export const ok = (body: unknown): Answer => ({ status: 200, body })
export const page = (data: unknown[]) => ({ data, page: { nextCursor: null } })
export const searchPage = (data: unknown[]) => ({ ...page(data), facets: null, suggestions: null })

/** A refusal as the registry words it. */
export function problem(code: ErrorCode, errors: readonly FieldIssue[] = []): Answer {
  const { status, title, retryable } = errorCatalog[code]
  const type = `https://fleetprompt.com/errors/${code.toLowerCase()}`
  return { status, body: { type, title, status, code, detail: `${title}.`, requestId, retryable, errors } }
}
