/** A value JSON can hold. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json | undefined }

/**
 * The one spelling of a JSON value: keys in code-unit order, no blanks, absent keys left out (RFC 8785 for the
 * values we use). Equal values have equal text, so the text can be hashed.
 * @throws TypeError for a number JSON cannot hold.
 */
export function canonicalJson(value: Json): string {
  if (typeof value === "number" && !Number.isFinite(value))
    throw new TypeError("A number must be finite to be written as JSON.")
  if (value === null || typeof value !== "object") return JSON.stringify(value)
  if (isList(value)) return `[${value.map(canonicalJson).join(",")}]`
  const members = Object.keys(value)
    .toSorted()
    .flatMap((key) => {
      const member = value[key]
      return member === undefined ? [] : [`${JSON.stringify(key)}:${canonicalJson(member)}`]
    })
  return `{${members.join(",")}}`
}

// Array.isArray alone does not narrow a readonly array.
const isList = (value: object): value is readonly Json[] => Array.isArray(value)
