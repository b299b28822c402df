import { type ErrorCode, errorCatalog, type FieldIssue, redactCredentials } from "@fleetprompt/sdk/contracts"
import * as z from "zod"
import { Refusal } from "../domain/refusal.ts"
import type { Reply } from "../http/reply.ts"

/** A form as it is shown: a label for each field, what stands in the fields, and what is wrong with it. */
export interface Form<Name extends string = string> {
  /** Stands before the ids of its fields, so that two forms of one page have none in common. */
  readonly id: string
  readonly labels: Readonly<Record<Name, string>>
  readonly values: Readonly<Partial<Record<Name, string>>>
  readonly wrong: readonly Wrong<Name>[]
}

/** What is wrong with one field, or with the whole. One sentence. */
interface Wrong<Name extends string> {
  readonly name: Name | undefined
  readonly words: string
}

/** A form nobody has sent yet. */
export const newForm = <Name extends string>(
  labels: Record<Name, string>,
  values: Partial<Record<Name, string>> = {},
  id = "",
): Form<Name> => ({ id, labels, values, wrong: [] })

/** The form with what was typed. What is a credential is taken out, for a page never shows one. */
export function typedInto<Name extends string>(form: Form<Name>, typed: Readonly<Record<string, string>>): Form<Name> {
  const values = namesOf(form).flatMap((name) => {
    const text = typed[name]
    return text === undefined ? [] : [[name, redactCredentials(text)]]
  })
  return { ...form, values: Object.fromEntries(values) }
}

/** The form with what was typed and what could not be taken of it. */
export const sentBack = <Name extends string>(
  form: Form<Name>,
  { typed, issues }: { readonly typed: Readonly<Record<string, string>>; readonly issues: readonly FieldIssue[] },
): Form<Name> => ({ ...typedInto(form, typed), wrong: wrongIn(form, issues) })

/** The form with one more thing that is wrong. */
export const wrongAt = <Name extends string>(form: Form<Name>, name: Name | undefined, words: string): Form<Name> => ({
  ...form,
  wrong: [...form.wrong, { name, words }],
})

/** What is wrong with a field; undefined where nothing is. */
export const wrongWith = ({ wrong }: Form, name: string): string | undefined =>
  wrong.find((one) => one.name === name)?.words

/**
 * Answers with `work`. Where a verb refuses what the form said, the form comes back with the reason: at the fields the
 * refusal points to, or at the one that `fields` gives for its code. Any other refusal is a page of its own.
 */
export async function orAgain<Name extends string>(
  form: Form<Name>,
  fields: Readonly<Partial<Record<ErrorCode, Name>>>,
  again: (form: Form<Name>) => Reply | Promise<Reply>,
  work: () => Promise<Reply>,
): Promise<Reply> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof Refusal) || !(error.code in fields || isAboutForm(error))) throw error
    return await again(refusedBy(form, fields, error))
  }
}

/** What the form said contradicts a rule, or what is there. */
const isAboutForm = ({ code }: Refusal): boolean => [409, 422].includes(errorCatalog[code].status)

function refusedBy<Name extends string>(
  form: Form<Name>,
  fields: Readonly<Partial<Record<ErrorCode, Name>>>,
  { code, message, issues }: Refusal,
): Form<Name> {
  const wrong = wrongIn(form, issues)
  if (code === "SECRET_DETECTED") return { ...withoutValues(form, wrong), wrong }
  const named = wrong.filter(({ name }) => name !== undefined)
  if (named.length > 0 && !(code in fields)) return { ...form, wrong: named }
  return { ...form, wrong: [{ name: fields[code], words: `${message} ${errorCatalog[code].remedy}` }, ...named] }
}

/** What holds a secret is not shown again. */
function withoutValues<Name extends string>(form: Form<Name>, wrong: readonly Wrong<Name>[]): Form<Name> {
  const kept = Object.entries(form.values).filter(([field]) => wrong.every(({ name }) => name !== field))
  return { ...form, values: Object.fromEntries(kept) as Form<Name>["values"] }
}

/** One sentence for each field: the first that is wrong with it. */
function wrongIn<Name extends string>(form: Form<Name>, issues: readonly FieldIssue[]): Wrong<Name>[] {
  const found = new Map<Name | undefined, Wrong<Name>>()
  for (const issue of issues) {
    const name = fieldOf(form, issue.pointer)
    if (!found.has(name)) found.set(name, { name, words: sentenceOf(issue) })
  }
  return [...found.values()]
}

/** The last step of a pointer that a field is named after: `/refs/whsAgentId`, `/tags/2`. */
const fieldOf = <Name extends string>(form: Form<Name>, pointer: string): Name | undefined =>
  namesOf(form).findLast((name) => pointer.split("/").includes(name))

const namesOf = <Name extends string>({ labels }: Form<Name>): Name[] => Object.keys(labels) as Name[]

function sentenceOf({ code, message }: FieldIssue): string {
  if (code === "invalid_value") return "Choose one of these."
  return /^[a-z]/.test(message) ? `It ${message}.` : message.replace(/\.?$/, ".")
}

/** A field that may be left empty, and then says nothing. */
export const orNull = <Value extends z.ZodType>(value: Value) =>
  z
    .string()
    .default("")
    .transform((text) => (text.trim() === "" ? null : text.trim()))
    .pipe(value as unknown as z.ZodType<z.output<Value>, string | null>)

/** Several words in one field, or of several boxes of one name: apart by blanks, commas or lines. */
export const wordsIn = <Value extends z.ZodType>(value: Value) =>
  z
    .string()
    .default("")
    .transform(wordsOf)
    .pipe(value as unknown as z.ZodType<z.output<Value>, string[]>)

export const wordsOf = (text: string): string[] => text.split(/[\s,]+/).filter((word) => word !== "")
