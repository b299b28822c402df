import * as z from "zod"

/** Every id prefix of the product. Ids are opaque: the prefix says what they name, the rest says nothing. */
export const idPrefixes = {
  listing: "lst",
  release: "rel",
  installIntent: "ins",
  publisher: "pub",
  user: "usr",
  target: "tgt",
  request: "req",
  token: "tok",
  secret: "sec",
  report: "rpt",
  handoff: "hof",
  targetCredential: "tcr",
  deviceLogin: "dvl",
  cliSession: "cls",
  webSession: "wbs",
  signInLink: "sil",
  trustedPublisher: "tpb",
  ciToken: "cit",
} as const

/** The noun an id belongs to. */
export type IdKind = keyof typeof idPrefixes

/** Schema of an id of one kind, for instance `lst_3kTMd9…` (22 base62 characters after the prefix). */
export const idOf = (kind: IdKind) =>
  z
    .string()
    .regex(new RegExp(`^${idPrefixes[kind]}_[0-9A-Za-z]{22}$`), `must be an id of the form ${idPrefixes[kind]}_…`)

/** A moment as whole milliseconds since 1970-01-01T00:00:00Z. */
export const timestampMs = z.int().nonnegative()
