import type * as z from "zod"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { routesOf } from "../../src/app.ts"
import type { Route } from "../../src/http/route.ts"
import type { Caller } from "../support/caller.ts"
import { engines } from "../support/engines.ts"
import { hostileStrings } from "../support/hostile.ts"
import { openRegistry, type TestRegistry } from "../support/registry.ts"
import { sessionCookie } from "../support/web-session.ts"
import { type JsonSchema, jsonSchemaOf, meantForm, sampleBody } from "../support/sample-body.ts"

/** Values that fit, by the name of what they stand for, so that a request is right but for its one hostile part. */
const examples: Record<string, string> = {
  publisher: "acme",
  handle: "acme",
  name: "triage",
  slug: "acme/triage",
  listing: "acme/triage",
  listings: "acme/triage",
  successor: "acme/other",
  to: "acme",
  version: "1.0.0",
  target: "whs",
  tags: "support",
  tag: "support",
  redemptionId: "3f0c5a0e-8a6a-4c7e-9f57-0a1b2c3d4e5f",
  listingId: "lst_0000000000000000000000",
  installIntentId: "ins_0000000000000000000000",
  tokenId: "tok_0000000000000000000000",
  userId: "usr_0000000000000000000000",
  reportId: "rep_0000000000000000000000",
  handoffId: "hof_0000000000000000000000",
  credentialId: "tcr_0000000000000000000000",
  codeChallenge: "A".repeat(43),
  state: "s",
  landingUrl: "https://whs.example/install",
  docsUrl: "https://docs.example/x",
  repoUrl: "https://code.example/x",
  url: "https://files.example/x",
  sha256: "a".repeat(64),
  whsAgentId: "agt_1",
  categories: "security",
  rowVersion: "1",
  base: "0",
  key: "a-key-of-sixteen-letters-or-more",
}

/** What moderators try their measures on, so that the rest stays as it is for those who come after. */
const moderatedExamples = { ...examples, publisher: "other-co", handle: "other-co", name: "thing" }

describe.each(engines)("T-INJECT-1 · hostile text on $name", (engine) => {
  let registry: TestRegistry
  let person: Caller
  let moderator: Caller
  let listingId: string
  let whs: Caller
  let cookie: string
  beforeAll(async () => {
    registry = await openRegistry(engine, { publishersPerUserMax: 100_000 })
    person = await registry.as("alice")
    moderator = await registry.moderator("mod", "admin")
    whs = await registry.target("whs")
    cookie = await sessionCookie(registry.context, await person.userId())
    await person.shelve("acme/triage")
    listingId = (await person.get<{ listingId: string }>("/v1/listings/acme/triage")).body.listingId
    await (await registry.as("bob")).shelve("other-co/thing")
  })
  afterAll(() => registry.close())

  /** Every string a stranger can send, put to every route, and none of our own errors in reply. */
  async function expectSafe(hostile: string): Promise<void> {
    let sent = 0
    for (const route of routesOf(registry.context)) {
      const attacks = attacksOn(route, hostile)
      await Promise.all(attacks.map((attack) => expectSafeAnswer(route, attack, hostile)))
      sent += attacks.length
    }
    expect(sent).toBeGreaterThan(50)
  }

  async function expectSafeAnswer(route: Route, attack: Attack, hostile: string): Promise<void> {
    const { path, body, form } = attack
    const callers = {
      target: whs,
      moderator,
      user: person,
      anyone: person,
      visitor: person,
      signedIn: person,
      run: person,
    }
    const headers = new Headers({ authorization: `Bearer ${callers[route.access.kind].credential}` })
    if (route.access.kind === "signedIn") headers.set("cookie", cookie)
    if (route.operation.keyed !== undefined) headers.set("idempotency-key", crypto.randomUUID())
    if (body !== undefined) headers.set("content-type", "application/json")
    if (route.kind === "page") headers.set("sec-fetch-site", "same-origin")
    const payload = form ?? (body === undefined ? undefined : JSON.stringify(body))
    const init = { method: route.method, headers, ...(payload === undefined ? {} : { body: payload }) }
    const answer = await registry.app.request(path, init)
    const text = await answer.text()
    const what = `${route.method} ${path.slice(0, 200)}: ${answer.status} ${text.slice(0, 200)}`
    expect(answer.status, what).toBeLessThan(500)
    expect(answer.headers.get("x-content-type-options"), what).toBe("nosniff")
    expect(answer.headers.get("set-cookie"), what).toBeNull()
    if (route.kind === "page") return expectEscaped(answer, text, hostile, what)
    expect(answer.headers.get("content-type") ?? "", what).not.toContain("html")
    // A refusal repeats no value; short words can stand in it by chance.
    const echo =
      answer.status >= 400 &&
      !attack.isKey &&
      hostile.length > 16 &&
      text.includes(JSON.stringify(hostile).slice(1, -1))
    expect(echo, what).toBe(false)
  }

  /** A page repeats what was searched for, as text and under a policy that lets nothing of a stranger's run. */
  function expectEscaped(answer: Response, text: string, hostile: string, what: string): void {
    if ((answer.headers.get("content-type") ?? "").includes("html")) {
      expect(answer.headers.get("content-security-policy"), what).toContain("default-src 'none'; script-src 'self'")
    }
    if (hostile.includes("<")) expect(text.includes(hostile), what).toBe(false)
  }

  // What text does to the parser of a route is the same on both engines; what it does to a query is not.
  const aims = Object.entries(hostileStrings).filter(([aim]) => engine.name === "SQLite" || /SQL|Unicode/.test(aim))

  it.each(aims)(
    "that aims at %s gets a refusal or is kept as text",
    async (_aim, strings) => {
      for (const hostile of strings) await expectSafe(hostile)
      expect(registry.logged.filter(({ fields }) => "error" in fields)).toEqual([])
      // By its id, for some hostile words are good handles, and then the listing was given to a publisher of that name.
      expect((await person.get(`/v1/listings/${listingId}`)).status).toBe(200)
    },
    60_000,
  )

  it("in the headers we read gets a refusal or is passed over", async () => {
    const names = [
      "if-none-match",
      "if-match",
      "idempotency-key",
      "x-forwarded-for",
      "accept",
      "origin",
      "host",
      "x-request-id",
    ]
    for (const hostile of Object.values(hostileStrings).flat()) {
      const value = hostile.replaceAll(/[^\t\x20-\x7e\x80-\xff]/g, "")
      for (const name of names) {
        for (const [method, path] of [
          ["GET", "/v1/listings/acme/triage"],
          ["PATCH", "/v1/listings/acme/triage"],
        ] as const) {
          const answer = await person.request(method, path, method === "PATCH" ? { name: "x" } : undefined, {
            headers: { [name]: value },
          })
          expect(answer.status, `${name}: ${value.slice(0, 80)}`).toBeLessThan(500)
        }
      }
    }
  })
})

interface Attack {
  readonly path: string
  readonly body?: unknown
  readonly form?: URLSearchParams
  /** The name of a field, which a refusal may repeat to say which one it means. */
  readonly isKey?: boolean
}

/** One request for each place of a route that takes text. */
function attacksOn({ path, operation, access }: Route, hostile: string): Attack[] {
  const values: Record<string, string> = access.kind === "moderator" ? moderatedExamples : examples
  const names = [...path.matchAll(/:(\w+)/g)].map(([, name = ""]) => name)
  const addressed = (given: Record<string, string> = {}) =>
    path.replaceAll(/:(\w+)/g, (_whole, name: string) => encodeURIComponent(given[name] ?? values[name] ?? "x"))
  const body = operation.body && jsonSchemaOf(operation.body)
  const rightBody = body && { body: sample(body, "/", hostile) }
  const inPath = names.map((name) => ({ ...rightBody, path: addressed({ [name]: hostile }) }))
  const raw = names
    .slice(0, 1)
    .map((name) => ({ path: path.replace(`:${name}`, rawPathOf(hostile)).replaceAll(/:\w+/g, "x") }))
  const queryNames = [...Object.keys(propertiesOf(operation.query)), "unknown"]
  const inQuery = queryNames.map((name) => ({
    ...rightBody,
    path: `${addressed()}?${name}=${encodeURIComponent(hostile)}`,
  }))
  const places = body === undefined ? [] : textPlaces(body, "")
  const inBody = places.map((place) => ({ path: addressed(), body: sample(body ?? {}, place, hostile) }))
  const asKey =
    body === undefined
      ? []
      : [
          { path: addressed(), body: { [hostile]: 1 }, isKey: true },
          { path: addressed(), body: hostile },
        ]
  const form = operation.form && jsonSchemaOf(operation.form)
  const inForm = (form === undefined ? [] : textPlaces(form, "")).map((place) => ({
    path: addressed(),
    form: new URLSearchParams(sample(form ?? {}, place, hostile) as Record<string, string>),
  }))
  return [...inPath, ...raw, ...inQuery, ...inBody, ...asKey, ...inForm]
}

/** As an address bar would let it through: not encoded, but without what ends a path. */
const rawPathOf = (hostile: string): string => encodeURI(hostile).replaceAll(/[?#]/g, "").replaceAll("%25", "%")

const propertiesOf = (schema: z.ZodType | undefined) =>
  schema === undefined ? {} : (jsonSchemaOf(schema).properties ?? {})

/** The places of a schema where a request holds text, as JSON pointers. */
function textPlaces(schema: JsonSchema, at: string): string[] {
  const meant = meantForm(schema)
  if (meant.properties)
    return Object.entries(meant.properties).flatMap(([name, inner]) => textPlaces(inner, `${at}/${name}`))
  if (meant.items) return textPlaces(meant.items, `${at}/0`)
  return [at]
}

/** A value that fits the schema as well as names can tell, with the hostile text at one place. */
const sample = (schema: JsonSchema, place: string, hostile: string): unknown =>
  sampleBody(schema, { textFor: (name) => examples[name], instead: new Map([[place, hostile]]) })
