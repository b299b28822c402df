/** Every word of the pages a buyer sees. Plain text: it is escaped. */
export interface InstallTexts {
  /** Language tag of the texts. */
  lang: string
  title: string
  moment: string
  noScript: string
  linkLabel: string
  continue: string
  invalidLink: string
  otherRegistry: string
  otherSession: string
  nothingToInstall: string
  signInFirst: string
  notAllowed: string
  otherBuyer: string
  question: string
  asset: string
  version: string
  publisher: string
  install: string
  decline: string
  crossSite: string
  completed: string
  failed: string
  declined: string
  unfinished: string
  tryAgain: string
}
