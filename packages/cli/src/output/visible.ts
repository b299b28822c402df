/** A terminal's colour and cursor orders, taken out whole so that no rest of them stays between the words. */
const controlSequence = /(?:\u001b\[|\u009b)[0-?]*[ -/]*[@-~]/g
/** C0 and C1 controls, bidirectional and zero-width marks, tag characters, private use, lone surrogates. */
const hiddenCharacter = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\u2028\u2029]/gu
const hiddenButLayout = /(?![\n\t])[\p{Cc}\p{Cf}\p{Co}\p{Cs}\u2028\u2029]/gu

/**
 * A stranger's text as one line that can only be read: nothing in it moves the cursor, sets the title, opens a
 * link or turns the writing direction.
 */
export const visibleLine = (text: string): string =>
  text.replace(controlSequence, "").replace(/\s+/g, " ").replace(hiddenCharacter, "").trim()

/** The same for text of several lines; line breaks and tabs stay. */
export const visibleText = (text: string): string =>
  text.replace(controlSequence, "").replaceAll("\r\n", "\n").replace(hiddenButLayout, "").trimEnd()
