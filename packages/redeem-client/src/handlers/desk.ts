import type { Redeemer } from "../redeemer.ts"
import type { InstallRoutesOptions } from "./options.ts"
import { type Page, pageResponse } from "./page.ts"
import { createParking, type Parking } from "./parking.ts"
import { englishTexts, type InstallTexts } from "./texts.ts"

/** What every step of the handoff works with. */
export interface Desk extends Pick<InstallRoutesOptions, "authorize" | "install" | "revocations" | "store"> {
  redeemer: Redeemer
  parking: Parking
  texts: InstallTexts
  show: (page: Page) => Response
  /** May throw. */
  onError: (error: unknown) => void
}

/** Asks the target who sent the request at hand. */
export type WhoIsHere = () => ReturnType<InstallRoutesOptions["subject"]>

/** @throws TypeError where something is missing that a target without types forgot. */
export function deskOf<Native>(redeemer: Redeemer, options: InstallRoutesOptions<Native>): Desk {
  const { authorize, install, revocations, store, now = Date.now } = options
  for (const name of ["subject", "authorize", "install"] as const)
    if (typeof options[name] !== "function") throw new TypeError(`${name} must be a function.`)
  if (typeof store?.keep !== "function") throw new TypeError("store must be an InstallStore.")
  const texts = { ...englishTexts, ...options.texts }
  return {
    redeemer,
    authorize,
    install,
    revocations,
    store,
    texts,
    parking: createParking(store, now),
    show: (page) => pageResponse(texts, page),
    onError:
      options.onError ??
      ((error) => {
        throw error
      }),
  }
}
