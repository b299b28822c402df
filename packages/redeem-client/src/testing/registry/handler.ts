import type { IncomingHttpHeaders } from "node:http"
import type { Caller } from "./assertion.ts"
import type { World } from "./records.ts"

/** A request of a target that has been authenticated. */
export interface Request {
  readonly world: World
  readonly caller: Caller
  /** The JSON value of the body; undefined where there is none. */
  readonly body: unknown
  readonly headers: IncomingHttpHeaders
  /** What the address names, for instance the intent of an outcome. */
  readonly id: string
}
