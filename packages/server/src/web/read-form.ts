import { fieldIssues, type FieldIssue } from "@fleetprompt/sdk/contracts"
import type * as z from "zod"
import { Refusal } from "../domain/refusal.ts"
import type { RawRequest } from "../http/route.ts"

/** What a form sent: what was typed, and what it was meant to say or what is wrong with it. */
export type Sent<Form> = {
  /** By name. What was sent under one name several times, as boxes are, is one text of several lines. */
  readonly typed: Readonly<Record<string, string>>
  readonly file: SentFile | undefined
} & ({ readonly ok: true; readonly data: Form } | { readonly ok: false; readonly issues: readonly FieldIssue[] })

/** A file that somebody chose: of what it says it is nothing was checked. */
export interface SentFile {
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly mediaType: string
}

/** How large a form may be, and the field of it that takes a file. */
export interface FormBounds {
  readonly bytesMax: number
  readonly file?: string | undefined
}

/** Most forms; whatever takes more says so. */
export const formBytesMax = 65_536

const plain = "application/x-www-form-urlencoded"
const inParts = "multipart/form-data"

/** The form in a request's body. @throws Refusal UNSUPPORTED_MEDIA_TYPE, PAYLOAD_TOO_LARGE, INVALID_REQUEST. */
export async function readForm<Form extends z.ZodType>(
  schema: Form | undefined,
  raw: RawRequest,
  { bytesMax, file: fileName }: FormBounds,
): Promise<Sent<z.output<Form>>> {
  if (schema === undefined) return { ok: false, typed: {}, file: undefined, issues: [] }
  const mediaTypes = fileName === undefined ? [plain] : [plain, inParts]
  const { bytes, mediaType } = await raw.readContent({ mediaTypes, bytesMax })
  const sent = mediaType === plain ? new URLSearchParams(new TextDecoder().decode(bytes)) : await partsOf(bytes, raw)
  const typed = textsIn(sent)
  const file = fileName === undefined ? undefined : await fileIn(sent, fileName)
  const parsed = schema.safeParse(typed)
  return parsed.success
    ? { ok: true, data: parsed.data, typed, file }
    : { ok: false, typed, file, issues: fieldIssues(parsed.error) }
}

/** Whether a body is a form without a file. */
export const isPlainForm = (raw: RawRequest): boolean => raw.header("content-type")?.startsWith(plain) === true

type SentParts = URLSearchParams | FormData

function textsIn(sent: SentParts): Record<string, string> {
  const texts = new Map<string, string[]>()
  for (const [name, value] of sent) {
    if (typeof value === "string") texts.set(name, [...(texts.get(name) ?? []), value])
  }
  return Object.fromEntries([...texts].map(([name, values]) => [name, values.join("\n")]))
}

async function partsOf(bytes: Uint8Array, raw: RawRequest): Promise<FormData> {
  const headers = { "content-type": raw.header("content-type") ?? "" }
  try {
    return await new Response(Uint8Array.from(bytes), { headers }).formData()
  } catch {
    throw new Refusal("INVALID_REQUEST", "The form is not whole.")
  }
}

/** The file of that field. A browser sends an empty one where none was chosen. */
async function fileIn(sent: SentParts, name: string): Promise<SentFile | undefined> {
  const value = sent.get(name)
  if (value === null || typeof value === "string" || value.size === 0) return undefined
  return { bytes: new Uint8Array(await value.arrayBuffer()), mediaType: value.type }
}
