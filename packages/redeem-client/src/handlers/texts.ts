import { refusalMessages, type RefusalReason } from "../refusal.ts"

/** Every word of the pages a buyer sees. Plain text; it is escaped. */
export interface InstallTexts {
  /** Language tag of all of them. */
  lang: string
  title: string
  moment: string
  noScript: string
  linkLabel: string
  continue: string
  invalidLink: string
  otherRegistry: string
  otherSession: string
  crossSite: string
  nothingToInstall: string
  signInFirst: string
  otherBuyer: string
  notAllowed: string
  question: string
  asset: string
  version: string
  publisher: string
  install: string
  decline: string
  interrupted: string
  completed: string
  failed: string
  declined: string
  unfinished: string
  tryAgain: string
  /** Why a token is not redeemed. */
  refusals: Record<RefusalReason, string>
}

/** The texts of a target that brings none of its own. */
export const englishTexts: InstallTexts = {
  lang: "en",
  title: "Install",
  moment: "One moment…",
  noScript:
    "This page takes your install out of its own address, for which it needs JavaScript. Without it, paste the whole link here.",
  linkLabel: "Install link",
  continue: "Continue",
  invalidLink: "This is no install link. Start the install again from the registry.",
  otherRegistry: "This link comes from a registry that is not used here.",
  otherSession: "This install was asked for in another browser or session. Start it again from here.",
  crossSite: "This request came from another site. Start the install again from the registry.",
  nothingToInstall: "There is nothing to install here. Open the link of your install again.",
  signInFirst: "Sign in first, then continue.",
  otherBuyer: "Somebody else started this install. Sign in as that person, or start your own.",
  notAllowed: "You may not install this here. Nothing was installed.",
  question: "Do you want to install this?",
  asset: "Asset",
  version: "Version",
  publisher: "Publisher",
  install: "Install",
  decline: "No, thanks",
  interrupted: "This install was begun before, or its link is no longer valid. Continue to see which.",
  completed: "It is installed.",
  failed: "It could not be installed.",
  declined: "Nothing was installed.",
  unfinished: "Your install is not lost, but not finished either. It is tried again by itself; you may also do so now.",
  tryAgain: "Try again",
  refusals: refusalMessages,
}
