import { createRedeemer, memoryStore, type Redeemer, type Redemption, type Subject } from "@fleetprompt/redeem-client"
import type {
  ConformanceAdapter,
  InstalledThing,
  RunningTarget,
  TargetSetting,
} from "@fleetprompt/redeem-client/testing"
import { confirmPage, escaped, landingHeaders, landingPage, pageHeaders } from "./pages.ts"

/** What a target may do wrong, one thing at a time. */
export type Flaw =
  | "redeems when the link is opened"
  | "asks none of its own rules"
  | "installs before the buyer declines"
  | "names the same person whoever is signed in"
  | "lets anybody in"
  | "takes links of any registry"
  | "asks about every token"
  | "installs after a refusal"
  | "chooses a redemptionId for every attempt"
  | "forgets its redemptionIds in a restart"
  | "installs whatever comes back"
  | "installs for every reply"
  | "calls again at once"
  | "waits for ever"
  | "goes by its own clock"
  | "looks at no current state"
  | "reports before it installs"
  | "reports once at most"
  | "reports completed where an import failed"
  | "sends no headers with its pages"
  | "leads on with the token in the address"
  | "keeps the token on its page"
  | "logs the token"
  | "writes names into its HTML"
  | "takes a form from anywhere"
  | "keeps what was brought for everybody"
  | "asks for installs without a verifier"

const issuer = "https://id.example.com"
const people = {
  buyer: { iss: issuer, sub: "bob" },
  other: { iss: issuer, sub: "eve" },
  outsider: { iss: issuer, sub: "vera" },
}
const landingUrl = "https://whs.example/fleetprompt/install"
const confirmPath = "/fleetprompt/confirm"

interface Session {
  subject?: Subject
  token?: string
  /** For an install this session asked for. */
  asked?: { state: string; codeVerifier: string }
}

/** What outlives a crash. */
interface Disk {
  store: ReturnType<typeof memoryStore>
  installs: Map<string, InstalledThing>
  /** Redemptions whose outcome the registry does not know. */
  unreported: Map<string, { redemption: Redemption; outcome: "completed" | "declined"; code?: "not_authorized" }>
}

/** A target that conforms, save for the flaw. Written by hand on the redeemer alone, as a system might that has its own pages. */
export function targetWith(flaw?: Flaw, authentication: "secret" | "key" = "secret"): ConformanceAdapter {
  return {
    name: flaw ? `a target that ${flaw}` : "a good target",
    people,
    authentication,
    ...(flaw && { patienceMs: 1_000 }),
    start: (setting) => startTarget(setting, flaw),
  }
}

function startTarget(setting: TargetSetting, flaw: Flaw | undefined): RunningTarget {
  const disk: Disk = { store: memoryStore(), installs: new Map(), unreported: new Map() }
  const log: string[] = []
  let areImportsBroken = false
  const boot = () => {
    if (flaw === "forgets its redemptionIds in a restart") disk.store = memoryStore()
    return createTarget({ setting, disk, log, flaw, importsBroken: () => areImportsBroken })
  }
  let target = boot()
  return {
    landingUrl,
    fetch: (request) => target.fetch(request),
    signIn: (browser, subject) => browser.setCookie("session", target.signedIn(subject)),
    installs: () => [...disk.installs.values()],
    restart() {
      target = boot()
    },
    catchUp: () => target.reportAll(),
    breakImports(broken) {
      areImportsBroken = broken
    },
    async requestInstall(browser, wanted) {
      const page = await browser.postJson("https://whs.example/want", wanted)
      return JSON.parse(page.text).startUrl
    },
    output: () => log.join("\n"),
  }
}

interface TargetParts {
  setting: TargetSetting
  disk: Disk
  log: string[]
  flaw: Flaw | undefined
  importsBroken: () => boolean
}

function createTarget(parts: TargetParts) {
  const { setting, flaw, log } = parts
  const sessions = new Map<string, Session>()
  const everybody: Session = {}
  const redeemer = createRedeemer({
    registry: setting.registry,
    credential: setting.credential,
    store: storeOf(parts),
    timeoutMs: flaw === "waits for ever" ? 60_000 : setting.timeoutMs,
    maxRetries: 1,
    ...(flaw === "calls again at once" && { fetch: hurriedFetch }),
  })
  const handoff = createHandoff(parts, redeemer)
  const open = (id: string = crypto.randomUUID()): [string, Session] => {
    const session = sessions.get(id) ?? {}
    sessions.set(id, session)
    return [id, session]
  }

  async function fetch(request: Request): Promise<Response> {
    const { pathname } = new URL(request.url)
    const [id, session] = open(/session=([\w-]+)/.exec(request.headers.get("cookie") ?? "")?.[1])
    const isForeign = request.method === "POST" && request.headers.get("sec-fetch-site") !== "same-origin"
    if (isForeign && flaw !== "takes a form from anywhere") return new Response("Not from here.", { status: 403 })
    const response = await route(request, pathname, session).catch(
      (error: unknown) => (log.push(String(error)), new Response("Try again in a moment.", { status: 502 })),
    )
    response.headers.append("set-cookie", `session=${id}; Path=/; HttpOnly`)
    return response
  }

  async function route(request: Request, pathname: string, session: Session): Promise<Response> {
    const where = `${request.method} ${pathname}`
    if (where === "GET /fleetprompt/install") return html(landingPage, landingHeaders, flaw)
    if (where === "POST /fleetprompt/install") return await receive(session, await request.json())
    if (where === `GET ${confirmPath}`) return await confirm(session)
    if (where === `POST ${confirmPath}`) return await complete(session, await request.formData())
    if (where === "POST /want") return await want(session, await request.json())
    return new Response("Nothing here.", { status: 404 })
  }

  async function receive(session: Session, arrival: Record<string, string>): Promise<Response> {
    const isOurs = arrival["issuer"] === setting.registry || flaw === "takes links of any registry"
    const state = session.asked?.state
    if (!isOurs || (arrival["state"] ?? state) !== state) return new Response("Not our registry.", { status: 400 })
    const { token = "" } = arrival
    if (flaw === "logs the token") log.push(`install ${token}`)
    session.token = token
    if (flaw === "keeps what was brought for everybody") everybody.token = token
    if (flaw === "asks about every token") await askAbout(setting, token)
    if (flaw === "redeems when the link is opened") await handoff.accept(session)
    const query = flaw === "leads on with the token in the address" ? `?token=${token}` : ""
    return Response.json({ next: `${confirmPath}${query}` })
  }

  async function confirm(session: Session): Promise<Response> {
    const { subject, token } = session
    if (!subject || !token) return new Response("Sign in first.", { status: 401 })
    // What was redeemed before a crash is not live any more, and still to be finished.
    const preview = await redeemer.peek(token, subject)
    if (flaw === "goes by its own clock" && preview && preview.expiresAtMs < Date.now())
      return new Response("This has expired.", { status: 410 })
    const shown = flaw === "keeps the token on its page" ? token : ""
    const name = preview?.listing.name ?? "this"
    return html(confirmPage(flaw === "writes names into its HTML" ? name : escaped(name), shown), pageHeaders, flaw)
  }

  async function complete(session: Session, form: FormData): Promise<Response> {
    if (flaw === "keeps what was brought for everybody") session.token ??= everybody.token ?? ""
    if (flaw === "lets anybody in") session.subject ??= people.buyer
    if (!session.subject || !session.token) return new Response("There is nothing to install.", { status: 400 })
    if (form.get("answer") === "decline" && flaw !== "installs before the buyer declines")
      return new Response("Nothing was installed.")
    return new Response(await handoff.accept(session))
  }

  async function want(session: Session, wanted: { listing: string; version: string }): Promise<Response> {
    const { startUrl, state, codeVerifier } = await redeemer.requestInstall(wanted)
    session.asked = { state, codeVerifier }
    return Response.json({ startUrl })
  }

  return {
    fetch,
    signedIn(subject: Subject) {
      const [id, session] = open()
      session.subject = subject
      return id
    },
    reportAll: handoff.reportAll,
  }
}

/** The decision, the redemption, the import and the report. */
function createHandoff({ disk, flaw, importsBroken, setting }: TargetParts, redeemer: Redeemer) {
  const mayInstall = ({ sub }: Subject) => sub !== people.outsider.sub || flaw === "asks none of its own rules"

  async function accept({ subject = people.other, token = "", asked }: Session): Promise<string> {
    if (!mayInstall(subject)) return "You may not install here."
    const who = flaw === "names the same person whoever is signed in" ? people.buyer : subject
    const verifier = flaw === "asks for installs without a verifier" ? {} : { codeVerifier: asked?.codeVerifier }
    const result = await redeemer.redeem(token, who, verifier).catch((error: unknown) => {
      if (flaw === "installs whatever comes back") return undefined
      throw error
    })
    if (result === undefined || (!result.ok && flaw === "installs after a refusal")) return await importBlindly(token)
    if (!result.ok) return result.message
    const { redemption, current } = result
    const { redemptionId } = redemption
    const isGone = current.releaseStatus !== "published" || current.listingStatus !== "published"
    if (isGone && flaw !== "looks at no current state") {
      disk.unreported.set(redemptionId, { redemption, outcome: "declined" })
    } else {
      if (flaw === "reports before it installs") await report(redemption, "completed")
      if (flaw === "reports completed where an import failed") await report(redemption, "completed")
      if (importsBroken()) throw new Error("The import failed.")
      const key = flaw === "installs for every reply" ? crypto.randomUUID() : redemptionId
      disk.installs.set(key, { slug: redemption.listing.slug, version: redemption.release.version })
      disk.unreported.set(redemptionId, { redemption, outcome: "completed" })
    }
    await reportAll().catch(() => undefined)
    return "Done."
  }

  /** What a target does that takes the link's word for it. */
  async function importBlindly(token: string): Promise<string> {
    const known = await askAbout(setting, token)
    disk.installs.set(token, known ?? { slug: "acme/offer-1", version: "1.1.0" })
    return "Done."
  }

  const report = ({ installIntentId, redemptionId }: Redemption, outcome: "completed" | "declined") =>
    redeemer.report(installIntentId, redemptionId, outcome)

  async function reportAll(): Promise<void> {
    for (const [redemptionId, { redemption, outcome }] of disk.unreported) {
      if (flaw === "reports once at most") disk.unreported.delete(redemptionId)
      await report(redemption, outcome)
      disk.unreported.delete(redemptionId)
    }
  }
  return { accept, reportAll }
}

function storeOf({ disk, flaw }: TargetParts) {
  if (flaw !== "chooses a redemptionId for every attempt") return disk.store
  return { getOrCreate: async (_: string, make: () => string) => make() }
}

/** Asks the registry what a token is, whatever it looks like. */
async function askAbout({ registry, credential }: TargetSetting, token: string): Promise<InstalledThing | undefined> {
  const authorization = "secret" in credential ? `Bearer ${credential.secret}` : ""
  const headers = { authorization, "content-type": "application/json" }
  const body = JSON.stringify({ token: token || "fpit_" })
  const reply = await fetch(`${registry}/v1/install-intents/introspect`, { method: "POST", headers, body })
  const { listing, release } = await reply.json()
  return listing && { slug: listing.slug, version: release.version }
}

/** Does not hear that it has been asked to wait. */
const hurriedFetch: typeof fetch = async (input, init) => {
  const reply = await fetch(input, init)
  return reply.status === 429 ? await fetch(input, init) : reply
}

function html(text: string, headers: Record<string, string>, flaw: Flaw | undefined): Response {
  const bare = flaw === "sends no headers with its pages"
  return new Response(text, { headers: { ...(bare ? {} : headers), "content-type": "text/html; charset=utf-8" } })
}
