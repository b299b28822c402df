import { isObject } from "../../shape.ts"
import type { Subject } from "../../subject.ts"
import type { Incoming } from "./answer.ts"
import type { Fault } from "./faults.ts"
import { hashOf } from "./mint.ts"
import { intentOfToken, type World } from "./records.ts"
import type { RouteName } from "./routes.ts"

/** A request the registry received. It holds no credential, so it may be printed whole. */
export interface ReceivedCall {
  readonly route: RouteName
  readonly method: string
  /** Path and query. */
  readonly address: string
  /** The intent whose live token came along, or whose outcome was reported; null where there is none. */
  readonly installIntentId: string | null
  readonly redemptionId: string | null
  readonly subject: Subject | null
  readonly outcome: string | null
  /** The JSON value of the body; undefined where it is none. */
  readonly body: unknown
  /** What was made to go wrong with it. */
  readonly fault: Fault["kind"] | null
  /** Status of the reply; null until there is one, and where none is ever sent. */
  status: number | null
}

/** Notes a request. */
export function callOf(
  world: World,
  incoming: Incoming,
  route: RouteName,
  id: string,
  fault: Fault | undefined,
): ReceivedCall {
  const body = bodyOf(incoming)
  const { token, redemptionId, outcome, subject } = isObject(body) ? body : {}
  const byToken = typeof token === "string" ? intentOfToken(world, hashOf(token))?.installIntentId : undefined
  return {
    route,
    method: incoming.method,
    address: redact(incoming.address),
    installIntentId: byToken ?? (id === "" ? null : id),
    redemptionId: typeof redemptionId === "string" ? redemptionId : null,
    subject: isObject(subject) ? { iss: String(subject["iss"]), sub: String(subject["sub"]) } : null,
    outcome: typeof outcome === "string" ? outcome : null,
    body: body === undefined ? undefined : JSON.parse(redact(JSON.stringify(body))),
    fault: fault?.kind ?? null,
    status: null,
  }
}

function bodyOf({ bytes }: Incoming): unknown {
  try {
    return JSON.parse(bytes.toString("utf8"))
  } catch {
    return undefined
  }
}

/** Every credential in a text by its prefix. */
const redact = (text: string): string => text.replaceAll(/\b(fp(?:it|at|ts))_[0-9A-Za-z]{38}/g, "$1_[redacted]")
