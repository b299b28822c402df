import { randomUUID } from "node:crypto"
import type * as z from "zod"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { routesOf } from "../../src/app.ts"
import type { Route } from "../../src/http/route.ts"
import { engines } from "../support/engines.ts"
import { picture } from "../support/pictures.ts"
import { jsonSchemaOf, sampleBody } from "../support/sample-body.ts"
import { nowhere, openStage, type Place, type Role, roles, type Stage } from "../support/stage.ts"
import { type Ground, grounds } from "./grounds.ts"

/** How a caller is met: let in, told that nothing is there, told no, or asked who they are. */
type Welcome = "in" | "hidden" | "forbidden" | "unauthenticated"

const persons: readonly Role[] = [
  ...(["stranger", "buyer", "maintainer", "owner"] as const),
  ...(["otherPublisher", "reader", "moderator", "admin"] as const),
]

const admitted: Readonly<Record<Ground, readonly Role[]>> = {
  anyone: ["anonymous", ...persons],
  // A page looks at no Authorization header, so it is the same for whoever sends one.
  visitor: roles,
  person: persons,
  member: ["owner", "maintainer"],
  owner: ["owner"],
  buyer: ["buyer"],
  tokenOwner: ["owner"],
  sessionOwner: ["owner"],
  session: [],
  signedIn: [],
  run: [],
  target: ["target", "otherTarget"],
  boundTarget: ["target"],
  reader: ["reader", "moderator", "admin"],
  moderator: ["moderator", "admin"],
  admin: ["admin"],
}

const etagPrefixes: Readonly<Record<string, string>> = { listings: "lst", publishers: "pub", targets: "tgt" }

function expectedWelcome(ground: Ground, role: Role): Welcome {
  if (admitted[ground].includes(role)) return "in"
  if (ground === "run") return "unauthenticated"
  const isForTargets = ground === "target" || ground === "boundTarget"
  const isTarget = role === "target" || role === "otherTarget"
  if (role === "anonymous" || isTarget !== isForTargets) return "unauthenticated"
  if (role === "lockedAccount") return "forbidden"
  if (ground === "signedIn") return "forbidden"
  return ground === "owner" && role === "maintainer" ? "forbidden" : "hidden"
}

function welcomeOf(status: number, code: string | undefined): Welcome {
  if (status === 401) return "unauthenticated"
  if (status === 403) return "forbidden"
  return status === 404 && code === "NOT_FOUND" ? "hidden" : "in"
}

const formOf = (form: z.ZodType, given: Place): URLSearchParams =>
  new URLSearchParams(sampleBody(jsonSchemaOf(form), { textFor: (name) => given[name] }) as Record<string, string>)

describe.each(engines)("T-ACCESS-2 · every route meets every role as declared, on $name", (engine) => {
  let stage: Stage
  beforeAll(async () => {
    stage = await openStage(engine)
  })
  afterAll(() => stage.registry.close())

  const knock = async (role: Role, route: Route, place: Place): Promise<{ welcome: Welcome; text: string }> => {
    const { body, content, form } = route.operation
    const path = route.path.replaceAll(/:(\w+)/g, (_whole, name: string) => place[name] ?? name)
    const given: Place = route.path === "/v1/publishers" ? { ...place, handle: `free-${role.toLowerCase()}` } : place
    const headers = new Headers()
    if (route.operation.keyed !== undefined) headers.set("idempotency-key", randomUUID())
    const { credential } = stage.as(role)
    const cookie = route.access.kind === "signedIn" ? stage.cookieOf(role) : undefined
    if (cookie !== undefined) headers.set("cookie", cookie)
    else if (credential !== undefined) headers.set("authorization", `Bearer ${credential}`)
    const [, , noun = ""] = path.split("/")
    if (route.method === "PATCH") headers.set("if-match", `"${etagPrefixes[noun]}-1"`)
    if (content !== undefined) headers.set("content-type", "image/png")
    if (body !== undefined) headers.set("content-type", "application/json")
    const sent = body && JSON.stringify(sampleBody(jsonSchemaOf(body), { textFor: (name) => given[name] }))
    const bytes = content && Uint8Array.from(await picture("png"))
    const filled = form && formOf(form, given)
    if (route.kind === "page") headers.set("sec-fetch-site", "same-origin")
    const payload = sent ?? bytes ?? filled
    const init = { method: route.method, headers, ...(payload === undefined ? {} : { body: payload }) }
    const answer = await stage.registry.app.request(content === undefined ? path : `${path}?alt=A`, init)
    const text = await answer.text()
    const isProblem = answer.headers.get("content-type") === "application/problem+json"
    // A page tells no code; where nothing is, it says so and nothing else.
    const isNothing = route.access.kind === "signedIn" && text.includes("There is nothing here")
    const code = isProblem ? JSON.parse(text).code : isNothing ? "NOT_FOUND" : undefined
    const welcome = welcomeOf(answer.status, code)
    return { welcome, text: text.replace(/req_[0-9A-Za-z]{22}/, "") }
  }

  it("knows the ground of every route, and of no other", () => {
    const served = routesOf(stage.registry.context).map(({ method, path }) => `${method} ${path}`)
    expect(Object.keys(grounds).toSorted()).toEqual(served.toSorted())
  })

  it.each(Object.entries(grounds))("%s is for: %s", async (address, ground) => {
    const route = routesOf(stage.registry.context).find(({ method, path }) => `${method} ${path}` === address)
    if (route === undefined) throw new Error(`${address} is not served.`)
    const shared = await stage.place(route)
    const met: Partial<Record<Role, Welcome>> = {}
    const told: [here: string, nowhere: string][] = []
    for (const role of roles) {
      // Who comes in may change the place, so each finds one of their own; who does not leaves it as it was.
      const changes = route.method !== "GET" && admitted[ground].includes(role)
      const { welcome, text } = await knock(role, route, changes ? await stage.place(route) : shared)
      met[role] = welcome
      if (welcome === "hidden") told.push([text, (await knock(role, route, nowhere)).text])
    }
    // Whoever is told that nothing is there cannot tell it from where nothing is.
    expect(told.map(([here]) => here)).toEqual(told.map(([, elsewhere]) => elsewhere))
    expect(met).toEqual(Object.fromEntries(roles.map((role) => [role, expectedWelcome(ground, role)])))
  })
})
