/** A shape that no rule of the preset looks for. `about` is what it is, never what was found. */
interface OwnRule {
  readonly id: string
  readonly about: string
  /** Global, and of bounded look-ahead: it runs over text of strangers. */
  readonly pattern: RegExp
}

export const ownRules: readonly OwnRule[] = [
  {
    id: "fleetprompt",
    about: "a FleetPrompt credential",
    pattern: /(?<![0-9A-Za-z])fp[a-z]{2}_[0-9A-Za-z]{38}(?![0-9A-Za-z])/g,
  },
  {
    // The preset wants the whole block to parse; half a private key is a leak as well. A header alone is not.
    id: "privatekey",
    about: "a private key",
    pattern: /-----BEGIN (?:[A-Z0-9]{1,20} ){0,3}PRIVATE KEY(?: BLOCK)?-----(?=[\s\S]{0,300}?[A-Za-z0-9+/]{40})/g,
  },
  {
    id: "jwt",
    about: "a signed JSON Web Token",
    pattern: /(?<![\w-])eyJ[\w-]{10,2000}\.eyJ[\w-]{10,4000}\.[\w-]{20,1000}(?![\w-])/g,
  },
  {
    id: "google-api-key",
    about: "a Google API key",
    pattern: /(?<![\w-])AIza[\w-]{35}(?![\w-])/g,
  },
]
