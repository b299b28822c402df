import type { Redeemer } from "../redeemer.ts"
import type { InstallRequest } from "../request-install.ts"
import { complete } from "./complete.ts"
import { confirm } from "./confirm.ts"
import { deskOf } from "./desk.ts"
import type { InstallRoutesOptions } from "./options.ts"
import { privateHeaders, redirect } from "./page.ts"
import { landingPage } from "./pages.ts"
import { receive } from "./receive.ts"
import { resume } from "./resume.ts"

/** Answers a request of the buyer's browser. `native` is the same request as the target's framework knows it. */
export type WebHandler<Native> = (request: Request, native: Native) => Promise<Response>

/** The target's side of an install, from the buyer's landing to the report. */
export interface InstallRoutes<Native = void> {
  /** The path of the landing page. */
  readonly path: string
  /** `GET {path}`: takes the token out of the address and posts it. */
  landing: () => Promise<Response>
  /** `POST {path}`: parks the token with the browser that brought it. */
  receive: (request: Request) => Promise<Response>
  /** `GET {path}/confirm`: shows what would be installed. */
  confirm: WebHandler<Native>
  /** `POST {path}/confirm`: redeems, authorizes, installs and reports. */
  complete: WebHandler<Native>
  /** Whichever of the four the request is for; undefined where it is for none. */
  handle: (request: Request, native: Native) => Promise<Response> | undefined
  /** Asks for an install by the buyer whose browser is answered with this, and sends it to the registry. */
  start: (ask: InstallRequest) => Promise<Response>
  /**
   * Finishes what a crash, an error or an outage left unfinished. Call it at start and every few minutes; several
   * machines may. Answers how many installs were finished and how many wait.
   */
  resume: () => Promise<{ finished: number; waiting: number }>
}

/**
 * Makes the pages and the back end of the handoff (guides: deep link). A handler rejects only with what `subject` or
 * `onError` throws.
 * @throws TypeError where an option is missing or malformed.
 */
export function createInstallRoutes<Native = void>(
  redeemer: Redeemer,
  options: InstallRoutesOptions<Native>,
): InstallRoutes<Native> {
  const { path = "/fleetprompt/install" } = options
  if (!/^(?:\/[^/?#]+)+$/.test(path)) throw new TypeError("path must be an absolute path without a slash at its end.")
  const desk = deskOf(redeemer, options)
  const lastStep = path.slice(path.lastIndexOf("/") + 1)
  const routes: Pick<InstallRoutes<Native>, "landing" | "receive" | "confirm" | "complete"> = {
    landing: async () => desk.show(landingPage(desk.texts, lastStep)),
    receive: (request) => receive(desk, `${lastStep}/confirm`, request),
    confirm: (request, native) => confirm(desk, request, () => options.subject(request, native)),
    complete: (request, native) => complete(desk, request, () => options.subject(request, native)),
  }
  return {
    path,
    ...routes,
    handle(request, native) {
      const { pathname } = new URL(request.url)
      const step = pathname.slice(path.length)
      if (!pathname.startsWith(path) || (step !== "" && step !== "/confirm")) return undefined
      const { method } = request
      if (method === "POST") return step === "" ? routes.receive(request) : routes.complete(request, native)
      if (method !== "GET" && method !== "HEAD") return Promise.resolve(methodNotAllowed())
      return step === "" ? routes.landing() : routes.confirm(request, native)
    },
    async start(ask) {
      const { startUrl, state, codeVerifier } = await redeemer.requestInstall(ask)
      return redirect(startUrl, await desk.parking.parkRequest({ state, codeVerifier }))
    },
    resume: () => resume(desk),
  }
}

const methodNotAllowed = () =>
  new Response(null, { status: 405, headers: { ...privateHeaders, allow: "GET, HEAD, POST" } })
