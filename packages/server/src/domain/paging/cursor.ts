import { canonicalJson, type Json, type Page } from "@fleetprompt/sdk/contracts"
import * as z from "zod"
import type { AppContext } from "../context.ts"
import { Refusal } from "../refusal.ts"
import type { Seek, SeekPage } from "./seek.ts"

/** What a caller asked for: a page size and the cursor of the page before. */
export interface PageRequest {
  readonly limit: number
  readonly cursor?: string | undefined
}

/** A list and the filter it is seen through; a cursor of one cannot be used on another. */
export interface PagedList {
  readonly list: string
  readonly filter: Json
}

/**
 * Reads one page: seeks past the cursor, takes one row more than asked to learn whether another page follows,
 * and signs the cursor of the last row shown.
 * @throws Refusal CURSOR_INVALID for a cursor that was altered or belongs to another list or filter.
 */
export async function readPage<Row>(
  context: AppContext,
  of: PagedList,
  request: PageRequest,
  read: (page: SeekPage) => Promise<Row[]>,
  seekOf: (row: Row) => Seek,
): Promise<Page<Row>> {
  const after = request.cursor === undefined ? undefined : seekIn(openCursor(context, of, request.cursor))
  const rows = await read({ after, limit: request.limit + 1 })
  const data = rows.slice(0, request.limit)
  const last = data.at(-1)
  const more = rows.length > request.limit && last !== undefined
  return { data, page: { nextCursor: more ? sealCursor(context, of, payloadOf(seekOf(last))) : null } }
}

const seek = z.tuple([z.int().nonnegative(), z.string()])

const payloadOf = ({ atMs, id }: Seek): Json => [atMs, id]

function seekIn(payload: unknown): Seek {
  const [atMs, id] = seek.parse(payload)
  return { atMs, id }
}

type Signing = Pick<AppContext, "secrets">

/** Signs the place where the next page of a list begins. */
export function sealCursor(context: Signing, of: PagedList, place: Json): string {
  const payload = Buffer.from(JSON.stringify(place)).toString("base64url")
  return `c1.${payload}.${signature(context, of, payload)}`
}

/**
 * The place a cursor was made of.
 * @throws Refusal CURSOR_INVALID for a cursor that was altered or belongs to another list or filter.
 */
export function openCursor(context: Signing, of: PagedList, cursor: string): unknown {
  const [format, payload = "", mac = "", ...rest] = cursor.split(".")
  const genuine = format === "c1" && rest.length === 0 && context.secrets.equal(mac, signature(context, of, payload))
  if (!genuine) throw new Refusal("CURSOR_INVALID", "The cursor was altered, or belongs to another list or filter.")
  return JSON.parse(Buffer.from(payload, "base64url").toString())
}

const signature = (context: Signing, of: PagedList, payload: string): string =>
  context.secrets.sign("cursor", canonicalJson([of.list, of.filter, payload]))
