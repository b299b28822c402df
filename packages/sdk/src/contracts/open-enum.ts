import * as z from "zod"

/**
 * A word of a reply that may gain values later: the known ones are typed, an unknown one is passed on
 * instead of refused, so an old client survives a newer server.
 */
export const openEnum = <const Words extends readonly string[]>(_known: Words) => openWord<Words[number]>()

/** The same for words known by their type alone, so that a client need not carry the list. */
export const openWord = <Word extends string>() => z.string() as z.ZodType<Word | (string & {})>
