import { readSuccess } from "./answer.ts"
import { call } from "./call.ts"
import { type Preview, readIntrospection } from "./preview.ts"
import type { Settings } from "./settings.ts"
import { type Subject, subjectOf } from "./subject.ts"
import { isCredential } from "./token.ts"

/** See `Redeemer.peek`. */
export async function peek(
  settings: Settings,
  token: string,
  subject: Subject,
  signal: AbortSignal | undefined,
): Promise<Preview | null> {
  const body = { token, subject: subjectOf(subject) }
  if (!isCredential("fpit", token)) return null
  const path = "/v1/install-intents/introspect"
  return readSuccess(await call(settings, { path, body, changesState: false, signal }), readIntrospection)
}
