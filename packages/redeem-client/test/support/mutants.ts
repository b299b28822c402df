/** What a value might be instead: every kind of JSON, and the edges of those our replies are made of. */
const substitutes: unknown[] = [
  null,
  true,
  false,
  0,
  -1,
  1.5,
  2 ** 53,
  "0123456789-abcdef-0123456789",
  "ins_4kQz7Wm2RtYp9XcVb1NsL",
  "ins_4kQz7Wm2RtYp9XcVb1NsLd0",
  "ins_4kQz7Wm2RtYp9XcVb1Ns-d",
  "ins_4kQz7Wm2RtYp9XcVb1NsLd\n",
  "lst_4kQz7Wm2RtYp9XcVb1NsLd",
  [],
  ["text"],
  {},
  { text: "text" },
  { text: 1 },
]

/** Every JSON value that differs from this one in a single place: left out, exchanged or added. */
export function mutantsOf(value: unknown): unknown[] {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return substitutes
  const members = Object.entries(value)
  const without = members.map(([name]) => Object.fromEntries(members.filter(([other]) => other !== name)))
  const within = members.flatMap(([name, member]) => mutantsOf(member).map((mutant) => ({ ...value, [name]: mutant })))
  const added = [{ ...value, extra: 1 }, Object.fromEntries([["__proto__", 1], ...members])]
  return [...substitutes, ...without, ...within, ...added]
}
