import * as z from "zod"

/**
 * A word of a reply that may gain values later: the known ones are typed, an unknown one is passed on
 * instead of refused, so an old client survives a newer server.
 */
export const openEnum = <const Words extends readonly string[]>(_known: Words) =>
  z.string() as z.ZodType<Words[number] | (string & {})>
