import * as z from "zod"
import { limits } from "@fleetprompt/sdk/contracts"

/** A value of an address as a page takes it: one that is empty, or makes no sense, was not given. */
export const optionally = <Value extends z.ZodType>(value: Value) => z.optional(value).catch(undefined)

/** What of the fields is there. */
export const given = (fields: Readonly<Record<string, string | undefined>>): Record<string, string> =>
  Object.fromEntries(Object.entries(fields).filter((field): field is [string, string] => field[1] !== undefined))

/** The cursor of the page before. */
export const cursor = optionally(z.string().min(1).max(limits.cursorLengthMax))
