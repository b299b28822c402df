import { flag, id, isObject, nullable, object, type Read, ShapeMismatch, text, texts, timestampMs } from "./shape.ts"

/** Enough to ask somebody "install this?", before anything is consumed. Escape every text: strangers wrote it. */
export interface Preview {
  installIntentId: string
  listing: {
    slug: string
    name: string
    assetKind: "whs_agent" | "agentromatic_workflow" | "spec_asset" | (string & {})
  }
  publisher: { handle: string; displayName: string; verifiedAtMs: number | null }
  release: { version: string; digest: string }
  targetContext: Record<string, string>
  expiresAtMs: number
  /** False where somebody else started this install; null where the registry was not told who is signed in. */
  subjectMatches: boolean | null
}

const preview = object<Preview>({
  installIntentId: id("ins"),
  listing: object({ slug: text, name: text, assetKind: text }),
  publisher: object({ handle: text, displayName: text, verifiedAtMs: nullable(timestampMs) }),
  release: object({ version: text, digest: text }),
  targetContext: texts,
  expiresAtMs: timestampMs,
  subjectMatches: nullable(flag),
})

/** Reads the reply of `POST /v1/install-intents/introspect`; null where the token is not live for this target. */
export const readIntrospection: Read<Preview | null> = (value, pointer) => {
  if (!isObject(value) || typeof value["active"] !== "boolean") throw new ShapeMismatch(`${pointer}/active`)
  return value["active"] ? preview(value, pointer) : null
}
