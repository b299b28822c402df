import { createHandoff } from "./create-handoff.ts"
import type { Request } from "./handler.ts"
import { introspect } from "./introspect.ts"
import { receipt } from "./receipts.ts"
import type { World } from "./records.ts"
import { redeem } from "./redeem.ts"
import { reportOutcome } from "./report-outcome.ts"
import { discover, listRevocations } from "./revocations.ts"
import { self, setVersions } from "./self.ts"

/** One address of the registry, as far as a target needs it. */
export type Route = {
  readonly name: string
  readonly method: "GET" | "POST" | "PUT"
  /** Matches the whole path; its group is what the path names. */
  readonly path: RegExp
  readonly status: number
} & (
  | { readonly access: "target"; readonly answer: (request: Request) => object }
  | {
      readonly access: "anyone"
      readonly cache: string
      readonly answer: (world: World, query: URLSearchParams, id: string) => object
    }
)

/** Everything a target asks a registry for. */
export const routes = [
  {
    name: "introspect",
    method: "POST",
    path: /^\/v1\/install-intents\/introspect$/,
    status: 200,
    access: "target",
    answer: introspect,
  },
  {
    name: "redeem",
    method: "POST",
    path: /^\/v1\/install-intents\/redeem$/,
    status: 200,
    access: "target",
    answer: redeem,
  },
  {
    name: "outcome",
    method: "POST",
    path: /^\/v1\/install-intents\/([^/]+)\/outcome$/,
    status: 200,
    access: "target",
    answer: reportOutcome,
  },
  { name: "handoff", method: "POST", path: /^\/v1\/handoffs$/, status: 201, access: "target", answer: createHandoff },
  { name: "self", method: "GET", path: /^\/v1\/targets\/self$/, status: 200, access: "target", answer: self },
  {
    name: "versions",
    method: "PUT",
    path: /^\/v1\/targets\/self\/versions$/,
    status: 200,
    access: "target",
    answer: setVersions,
  },
  {
    name: "revocations",
    method: "GET",
    path: /^\/v1\/revocations$/,
    status: 200,
    access: "anyone",
    cache: "public, max-age=60",
    answer: listRevocations,
  },
  {
    name: "receipt",
    method: "GET",
    path: /^\/v1\/listings\/([^/]+\/[^/]+\/releases\/[^/]+)\/receipt$/,
    status: 200,
    access: "anyone",
    cache: "public, max-age=30, stale-while-revalidate=60",
    answer: receipt,
  },
  {
    name: "discovery",
    method: "GET",
    path: /^\/\.well-known\/fleetprompt$/,
    status: 200,
    access: "anyone",
    cache: "public, max-age=30, stale-while-revalidate=60",
    answer: discover,
  },
] as const satisfies readonly Route[]

/** What the addresses are called in faults and in the log of calls. */
export type RouteName = (typeof routes)[number]["name"]
